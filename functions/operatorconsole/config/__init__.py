"""Public settings of the consoles."""
