"""The endpoint declaration, the caller, errors to HTTP, and OpenAPI."""
