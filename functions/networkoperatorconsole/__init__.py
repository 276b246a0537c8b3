"""Endpoints of the network operator's console."""
