"""What RADIUS servers of operators ask."""
