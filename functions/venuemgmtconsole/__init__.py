"""Endpoints of the venue management console."""
