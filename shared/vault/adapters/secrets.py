"""Secrets of AWS Secrets Manager."""

import time

from vault.adapters.aws import client, translate_errors
from vault.adapters.systems import OutsideSystem
from vault.kernel.settings import SettingMissing, setting

CACHE_SECONDS = 300
"""After this time a rotated secret is in use everywhere."""
_cached: dict[str, tuple[float, str]] = {}


def get_secret(system: OutsideSystem) -> str:
    """The secret's text; locally that of its setting. Raises SettingMissing, Unavailable."""
    if system.secret is None:
        raise SettingMissing(name=f"secret of {system.name}")
    arn = setting(system.secret.arn_setting, "")
    return _get_text(arn).strip() if arn else setting(system.secret.text_setting)


def _get_text(arn: str) -> str:
    read_at, text = _cached.get(arn, (0.0, ""))
    moment = time.monotonic()
    if not text or moment - read_at > CACHE_SECONDS:
        with translate_errors("secretsmanager"):
            text = str(client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])
        _cached[arn] = (moment, text)
    return text
