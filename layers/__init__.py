"""What functions share: third-party packages and the domain layer, as Lambda layers."""
