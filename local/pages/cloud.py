"""SMS messages and queues of the local AWS."""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any


def messages_sent() -> list[dict[str, str]]:
    """Return the SMS messages, newest first, each with its id, number and text."""
    sent: list[dict[str, str]] = _read_sent_and_queued()["sms"]
    return sent[::-1]


def queues() -> list[dict[str, Any]]:
    """Return each queue with its messages, newest first; reading does not consume them."""
    queues: dict[str, dict[str, Any]] = _read_sent_and_queued()["queues"]
    return list(queues.values())


def names_of_people() -> dict[str, str]:
    """Return the e-mail address, or the phone number, of each person by the name that the log has."""
    names: dict[str, str] = _read_sent_and_queued()["people"]
    return names


def _read_sent_and_queued() -> dict[str, Any]:
    with urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/local/outside", timeout=10) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
        return found
