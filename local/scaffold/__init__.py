"""What `make new-endpoint` writes: an endpoint's module, its test, and its rows in the tables of the tests."""
