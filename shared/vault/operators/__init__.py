"""Network operators (the tenants), and the provider that runs the platform."""
