// The room AmanahServer.
