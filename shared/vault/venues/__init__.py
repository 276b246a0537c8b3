"""Venues: the properties of an operator."""
