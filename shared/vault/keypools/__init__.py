"""Keypools: the SSIDs of an operator, their bins, and where they are shown."""
