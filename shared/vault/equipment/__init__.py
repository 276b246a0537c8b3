"""Network equipment of venues: inventory, credentials, log."""
