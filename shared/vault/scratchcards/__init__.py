"""Scratch cards: keys by the hundred that nobody in particular holds, printed and handed out (docs/adr/0012)."""
