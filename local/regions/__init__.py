"""A second region beside the primary: its own graph, Redis and queues, but the primary's user pools."""
