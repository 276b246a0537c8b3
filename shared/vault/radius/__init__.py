"""Devices recognised by their keys, for the RADIUS servers of operators."""
