"""The mail server that delivers to nobody and keeps every message."""
