"""Units on the venue's console."""
