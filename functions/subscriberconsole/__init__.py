"""Endpoints of the subscriber's console."""
