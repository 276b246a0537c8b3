"""The console of an operator's engineers."""
