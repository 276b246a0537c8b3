"""A venue's staff."""
