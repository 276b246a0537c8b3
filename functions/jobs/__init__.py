"""Jobs, started by EventBridge and SQS."""
