"""Endpoints that the operators' RADIUS servers call."""
