"""Plans, terms and the log on the network operator's console."""
