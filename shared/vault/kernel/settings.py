"""Settings of a deployment, read from the environment on first use."""

import os

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind


class SettingMissing(DomainError):
    """A required environment variable is not set."""

    code = ErrorCode.SETTING_MISSING
    kind = Kind.INTERNAL


def setting(name: str, default: str | None = None) -> str:
    """Read an environment variable. Raises SettingMissing where it is unset and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(name=name)
    return value


def stage() -> str:
    return setting("VAULT_STAGE", "preview")
