"""Devices that joined with a key: when and where they were seen, and their owners' names for them."""
