"""The venue management console."""
