"""Settings of venues, units and operators, each declared once, and the calls that change them."""
