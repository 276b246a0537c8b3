"""A second region beside the primary: its own graph, Redis and queues, and the primary's persons."""
