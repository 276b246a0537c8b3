"""Signing in, refreshing and signing out."""
