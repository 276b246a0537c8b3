"""Messages that a write queues, and the relay that publishes them and the log entries."""
