// The room AmanahDemo.
