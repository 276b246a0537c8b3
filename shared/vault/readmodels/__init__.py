"""Reads that combine rooms."""
