"""Tests of two regions."""
