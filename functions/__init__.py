"""What is deployed: one module is one endpoint or job, which is one Lambda function."""
