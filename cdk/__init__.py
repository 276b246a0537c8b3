"""What is deployed: composition only, no rules of the domain."""
