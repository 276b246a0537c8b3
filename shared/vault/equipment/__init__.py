"""Network equipment of venues: gateways, access points, switches."""
