// The room AmanahLedger.
