"""SMS messages, queues and people of the local AWS."""

from __future__ import annotations

import json
import os
import urllib.request
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cloud:
    """What the local AWS has; reading does not consume the messages of queues."""

    messages_sent: list[dict[str, str]]
    """The SMS messages, newest first, each with its id, number and text."""
    queues: list[dict[str, Any]]
    """Each with its messages, newest first."""
    people: dict[str, str]
    """The e-mail address, or the phone number, of each person by the name that the log has."""


def read() -> Cloud:
    with urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/local/outside", timeout=10) as answer:  # noqa: S310
        found = json.load(answer)
    return Cloud(found["sms"][::-1], list(found["queues"].values()), found["people"])
