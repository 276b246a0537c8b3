"""Settings of a deployment, read from the environment on first use."""

import os

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind


class SettingMissing(DomainError):
    """A setting that this function cannot do without is not in its environment."""

    code = ErrorCode.SETTING_MISSING
    kind = Kind.INTERNAL


def setting(name: str, default: str | None = None) -> str:
    """The text of an environment variable; SettingMissing where it is unset and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(name=name)
    return value


def stage() -> str:
    """The stage of this deployment (VAULT_STAGE), by which those in one account are told apart."""
    return setting("VAULT_STAGE", "preview")
