"""Residents: moving in, their subscriptions, missing keys and profile."""
