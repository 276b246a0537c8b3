"""Names: those that more than one stack knows, and that AWS takes so many characters of one and no more."""

import hashlib
import json

ALIAS = "live"
"""Of every function: the version that is called."""
ONBOARD = "onboard"
"""The function that makes operators."""
MAX_CHARACTERS = 64
"""Of a function's name, and of a role's."""
HASH = 6


def resource_name(stage: str, *parts: str) -> str:
    """A name of a stage's own, the same in each region."""
    return "-".join(("vault", stage, *parts))


def digest(state: object) -> str:
    """A name for a state: another state has another one."""
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:12]


def shorten(name: str, most: int = MAX_CHARACTERS) -> str:
    """A name of at most so many characters; the end of a long one is a hash."""
    return name if len(name) <= most else f"{name[: most - HASH - 1]}-{digest(name)[:HASH]}"
