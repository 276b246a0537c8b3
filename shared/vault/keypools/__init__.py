"""Keypools: the SSIDs of an operator, and the venues and units that broadcast them."""
