"""Keys to the network: sealed, unique for their operator and SSID, packed into bins for whoever matches them."""
