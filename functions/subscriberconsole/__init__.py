"""The subscriber's console."""
