// The room AmanahStore.
