"""Two regions side by side."""
