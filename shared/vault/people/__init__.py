"""Persons: found by a blind index, kept in Cognito alone, named through one function."""
