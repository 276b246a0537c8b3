"""Derivation of Wi-Fi keys and the EAPOL frames that prove them."""
