"""A Nomadix gateway that takes USG XML commands."""
