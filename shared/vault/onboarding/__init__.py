"""Setting up an operator or the provider: user pool, keys and first administrator."""
