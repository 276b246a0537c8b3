"""Frames and keys to try equipment with."""
