"""The audit log: what happened, who did it, and how entries reach the log's own graph."""
