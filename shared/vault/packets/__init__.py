"""Frames and keys for testing equipment."""
