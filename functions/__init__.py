"""The Lambda functions: one module for each endpoint or job."""
