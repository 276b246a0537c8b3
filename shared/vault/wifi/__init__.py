"""The cryptography of Wi-Fi keys."""
