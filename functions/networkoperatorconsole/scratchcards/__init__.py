"""Scratch cards on the network operator's console."""
