"""Secrets of AWS Secrets Manager."""

import time

from vault.adapters.aws import client, translate_errors

KEPT_SECONDS = 300
"""For how long a process keeps a secret: one that was rotated counts everywhere after so long."""
_kept: dict[str, tuple[float, str]] = {}


def get_secret(arn: str) -> str:
    """The text of a secret. Raises Unavailable."""
    asked_at, text = _kept.get(arn, (0.0, ""))
    moment = time.monotonic()
    if not text or moment - asked_at > KEPT_SECONDS:
        with translate_errors("secretsmanager"):
            text = str(client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])
        _kept[arn] = (moment, text)
    return text
