"""What `make new-endpoint` writes: an endpoint's module, its test, and its row in the table of permissions."""
