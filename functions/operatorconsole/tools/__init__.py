"""Generators of frames and keys for testing network equipment."""
