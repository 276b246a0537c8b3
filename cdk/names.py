"""Resource names that several stacks use, within the lengths that AWS allows."""

import hashlib
import json

ALIAS = "live"
"""Of every function: the version that is invoked."""
ONBOARD = "onboard"
"""The function that creates operators."""
PRE_TOKEN_GENERATION = "triggers-pre_token_generation"  # noqa: S105  a function's name
"""The function that Cognito calls when a user pool issues tokens."""
MAX_CHARACTERS = 64
"""Of a function's name, and of a role's."""
HASH = 6


def resource_name(stage: str, *parts: str) -> str:
    """A name within the stage, the same in each region."""
    return "-".join(("vault", stage, *parts))


def digest(state: object) -> str:
    """A hash of a state, for names that must change with it."""
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:12]


def shorten(name: str, most: int = MAX_CHARACTERS) -> str:
    """A name of at most `most` characters; a longer one is cut and ends in a hash."""
    return name if len(name) <= most else f"{name[: most - HASH - 1]}-{digest(name)[:HASH]}"
