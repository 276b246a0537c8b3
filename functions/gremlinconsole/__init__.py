"""Commands forwarded to the primary region."""
