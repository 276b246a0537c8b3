"""Changes and deletion of keypools, with everything that hangs from them."""
