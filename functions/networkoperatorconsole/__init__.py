"""The network operator's console."""
