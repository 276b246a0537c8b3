"""Venues on the venue management console."""
