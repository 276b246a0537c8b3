"""Who calls, with which rights, and what their call is about to write."""
