"""Residents: added to units, their terms, codes and profile."""
