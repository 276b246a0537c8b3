"""Local-only pages: the API reference, and the messages that left the system."""
