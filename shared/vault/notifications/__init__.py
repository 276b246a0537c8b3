"""E-mail and SMS to persons, by template, event and locale."""
