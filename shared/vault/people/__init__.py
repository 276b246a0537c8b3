"""People: found by a blind index, their personal data in Cognito alone."""
