"""Scratch cards: keys without a holder, in batches of a hundred, printed and handed out (docs/adr/0012)."""
