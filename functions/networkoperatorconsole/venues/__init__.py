"""Venues on the network operator's console."""
