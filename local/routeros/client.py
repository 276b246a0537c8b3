"""What the process of the router says of itself, for pages and demo data."""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any

from local.routeros.service import CONTROL


def describe() -> dict[str, Any]:
    """Return what `local.routeros.control.describe` answers there."""
    with urllib.request.urlopen(os.environ[CONTROL], timeout=10) as answer:  # noqa: S310 (our own process)
        described: dict[str, Any] = json.load(answer)
    return described
