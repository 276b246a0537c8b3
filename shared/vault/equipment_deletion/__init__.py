"""Deleting equipment, at once or at its time; what is left of a gateway is cleaned up in the background."""
