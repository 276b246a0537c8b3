"""Frames and keys made to try equipment with."""
