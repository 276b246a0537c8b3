"""Secrets of AWS Secrets Manager."""

import time

from vault.adapters.aws import client, translate_errors
from vault.adapters.systems import OutsideSystem
from vault.kernel.settings import SettingMissing, setting

KEPT_SECONDS = 300
"""For how long a process keeps a secret: one that was rotated counts everywhere after so long."""
_kept: dict[str, tuple[float, str]] = {}


def get_secret(system: OutsideSystem) -> str:
    """The text of a system's secret, or of the setting that has it locally. Raises SettingMissing, Unavailable."""
    if system.secret is None:
        raise SettingMissing(name=f"secret of {system.name}")
    arn = setting(system.secret.arn_setting, "")
    return _get_text(arn).strip() if arn else setting(system.secret.text_setting)


def _get_text(arn: str) -> str:
    asked_at, text = _kept.get(arn, (0.0, ""))
    moment = time.monotonic()
    if not text or moment - asked_at > KEPT_SECONDS:
        with translate_errors("secretsmanager"):
            text = str(client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])
        _kept[arn] = (moment, text)
    return text
