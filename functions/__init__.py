"""The Lambda functions: one module for each endpoint, job or trigger."""
