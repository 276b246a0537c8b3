"""Where this process runs: in the primary region, which alone writes, or in another, which reads its replica."""

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError
from vault.kernel.settings import setting


class PrimaryRegionOnly(DomainError):
    """A call that only the primary region answers."""

    code = ErrorCode.PRIMARY_REGION_ONLY


class WriteNotPermitted(DomainError):
    """A write to a stage that is read-only."""

    code = ErrorCode.WRITE_NOT_PERMITTED


def primary_url() -> str:
    """The base URL of the primary region's API with its stage; empty in the primary region itself."""
    return setting("VAULT_PRIMARY_URL", "").rstrip("/")


def elsewhere() -> bool:
    """Whether this is not the primary region."""
    return bool(primary_url())


def persons_elsewhere() -> bool:
    """Whether persons are kept in another region: the pools stay where they were made when the primary moves."""
    here = setting("AWS_REGION", "")
    return setting("VAULT_COGNITO_REGION", here) != here


def read_only() -> bool:
    """Whether this stage takes no writes (VAULT_READ_ONLY)."""
    return setting("VAULT_READ_ONLY", "0") == "1"


def keeps_nothing() -> bool:
    """Whether what a call writes here cannot be kept: outside the primary region, and in a read-only stage."""
    return elsewhere() or read_only()


def replica_lag() -> int:
    """For how many seconds a replica may lack what was written; replication is alarmed before it takes so long."""
    return int(setting("VAULT_REPLICA_LAG_SECONDS", "10"))
