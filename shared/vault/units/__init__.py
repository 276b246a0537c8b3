"""Units of a venue, each with its VLAN."""
