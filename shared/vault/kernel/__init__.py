"""The pure ground: errors, ids, time, locales, permissions and the wire vocabulary."""
