"""Deletion of units, and the end of what runs there."""
