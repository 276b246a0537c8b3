"""Devices that joined with a key: when and where they were seen, and what their owner calls them."""
