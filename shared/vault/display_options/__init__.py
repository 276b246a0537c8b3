"""Display options of an operator."""
