"""Keypools: the SSIDs of an operator, and where each is shown."""
