"""How the consoles of an operator look and behave."""
