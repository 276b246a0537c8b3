"""The pages beside the API: the reference, and what the outside world saw. They exist only locally."""
