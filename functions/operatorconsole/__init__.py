"""Endpoints of the console for an operator's engineers."""
