"""MikroTik's RouterOS: its API and REST, and the rows of its tables that make a VLAN."""
