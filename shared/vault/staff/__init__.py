"""Staff: roles granted and removed."""
