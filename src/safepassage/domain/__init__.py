"""Values and facts of an evacuation: frozen data, standard library only."""
