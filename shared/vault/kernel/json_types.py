"""The types of JSON as Python's `json` reads it."""

from typing import Any

JsonObject = dict[str, Any]
"""A JSON object; its members have any JSON type."""
