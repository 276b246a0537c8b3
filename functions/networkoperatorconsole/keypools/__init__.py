"""Keypools on the network operator's console."""
