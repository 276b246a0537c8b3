"""Take the scope of Cognito's own calls out of each access token that a user pool issues."""

from typing import Any

USER_SCOPE = "aws.cognito.signin.user.admin"
"""Cognito lets a token with it read, change and delete its own user, without VAULT."""


def handler(event: dict[str, Any], _context: object = None) -> dict[str, Any]:
    """Answer Cognito's event of a pre token generation trigger, version V2_0."""
    event["response"] = {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": {"scopesToSuppress": [USER_SCOPE]}}}
    return event
