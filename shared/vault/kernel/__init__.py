"""Pure foundations: errors, ids, time, locales, permissions and the wire vocabulary."""
