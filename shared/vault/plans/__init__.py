"""Service plans, and the venues that offer them."""
