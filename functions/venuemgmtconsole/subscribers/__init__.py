"""Subscribers on the venue console."""
