"""What EventBridge and SQS start."""
