"""VAULT: Wi-Fi authentication, subscriber management and billing."""
