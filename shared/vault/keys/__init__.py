"""Keys to the network: sealed, unique per operator and SSID, and packed into bins for matching."""
