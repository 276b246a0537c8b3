"""What API Gateway and Lambda do in a deployment: HTTP requests become events, events reach handlers."""
