"""Subscribers on the network operator's console."""
