// The room AmanahImport.
