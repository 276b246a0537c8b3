"""What the network operator's administrators alone may do."""
