"""The VLANs of venues at their gateways: desired and confirmed state, jobs, sessions, lists."""
