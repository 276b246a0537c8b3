"""The first steps of an operator and of the provider: their pool, keys and first administrator."""
