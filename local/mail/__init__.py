"""A mail server that delivers nothing and stores every message."""
