"""A Peplink router with its local API."""
