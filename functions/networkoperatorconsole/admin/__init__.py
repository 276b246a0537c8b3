"""Endpoints only for the network operator's administrators."""
