"""Lambda layers: the third-party packages and the shared domain layer."""
