"""A MikroTik: RouterOS's API and REST over sockets, with the tables that make a VLAN."""
