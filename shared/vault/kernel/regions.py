"""Whether this process runs in the primary region, which alone writes, or in one with a replica."""

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError
from vault.kernel.settings import setting
from vault.kernel.values import value


class PrimaryRegionOnly(DomainError):
    """Only the primary region answers this call."""

    code = ErrorCode.PRIMARY_REGION_ONLY


class WriteNotPermitted(DomainError):
    """The stage is read-only."""

    code = ErrorCode.WRITE_NOT_PERMITTED


@value
class RegionMode:
    """What this process may do where it runs, by its settings."""

    is_secondary: bool
    has_remote_users: bool
    """Whether the user pools are in another region: they stay where they were created when the primary moves."""
    is_read_only: bool

    @property
    def discards_writes(self) -> bool:
        """Whether what a call writes here cannot be kept."""
        return self.is_secondary or self.is_read_only

    @property
    def has_replicas(self) -> bool:
        """Whether the graph's reader is another instance than its writer, and may be behind it."""
        return setting("VAULT_GRAPH_READER") != setting("VAULT_GRAPH_WRITER")


def mode() -> RegionMode:
    """The mode of this process, read from the environment at each call: tests change it."""
    region = setting("AWS_REGION", "")
    return RegionMode(
        is_secondary=bool(primary_url()),
        has_remote_users=setting("VAULT_COGNITO_REGION", region) != region,
        is_read_only=setting("VAULT_READ_ONLY", "0") == "1",
    )


def primary_url() -> str:
    """Base URL of the primary region's API with its stage; empty in the primary region itself."""
    return setting("VAULT_PRIMARY_URL", "").rstrip("/")


def replica_lag() -> int:
    """Maximum lag of a replica in seconds; replication raises an alarm before it takes so long."""
    return int(setting("VAULT_REPLICA_LAG_SECONDS", "10"))
