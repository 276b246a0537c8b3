"""API Gateway and Lambda on this machine: HTTP requests become events for the handlers."""
