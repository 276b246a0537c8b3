"""Wi-Fi keys: issued, sealed, switched, listed."""
