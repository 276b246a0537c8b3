"""Marks on VLANs at which gateways may have something to do."""
