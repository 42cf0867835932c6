// The room AmanahService.
