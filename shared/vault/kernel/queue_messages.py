"""What the queues carry, as its sender writes it and its job reads it: ids of things, never personal data."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from vault.kernel import ids
from vault.kernel.queues import Queue
from vault.kernel.templates import Template

MAX_LENGTH = 1024


def _job_id() -> str:
    return ids.generate_id("job")


class QueueMessage(BaseModel):
    """A message of one queue; `id` is the same however often the message is sent."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", str_max_length=MAX_LENGTH)
    queue: ClassVar[Queue]
    id: str = Field(default_factory=_job_id, min_length=1)

    def to_json(self) -> dict[str, object]:
        """The JSON object as it is sent, with the name of its queue."""
        return {"queue": self.queue, **self.model_dump(exclude={"queue"})}


class TenantMessage(QueueMessage):
    """A message about the things of one operator, which the runtime loads."""

    operator: str = Field(min_length=1)


class ConfigureGateway(TenantMessage):
    """Look at what is due at a gateway, or at what is left of one that was deleted."""

    queue = Queue.CONFIGURE_GATEWAY
    gateway: str


class IssueKeys(TenantMessage):
    """Issue the keys of a keypool to residents who have none of it yet."""

    queue = Queue.ISSUE_KEYS
    keypool: str


class DeleteKeypool(TenantMessage):
    """Delete what is left of a keypool."""

    queue = Queue.DELETE_KEYPOOL
    keypool: str


class DeleteUnits(TenantMessage):
    """Delete the empty units of a venue, or one of its units; with `force` end what runs at the others."""

    queue = Queue.DELETE_UNITS
    venue: str
    unit: str = ""
    force: bool = False


class DisconnectKeypool(TenantMessage):
    """End the policies of a keypool at a venue that shows it no more."""

    queue = Queue.DISCONNECT_KEYPOOL
    keypool: str
    venue: str


class MakeScratchCards(TenantMessage):
    """Make the cards that a batch lacks."""

    queue = Queue.MAKE_SCRATCH_CARDS
    batch: str


class SendNotification(QueueMessage):
    """Send a person the message of a template; without a channel, the one that the person prefers."""

    queue = Queue.NOTIFICATIONS
    operator: str = Field(min_length=1)
    template: Annotated[Template, Field(strict=False)]
    person: str
    channel: str = ""
    venue: str = ""
    unit: str = ""
    role: str = ""


class LogEntry(QueueMessage):
    """An entry of the audit log with its properties, on its way to the primary region."""

    model_config = ConfigDict(extra="allow", str_max_length=None)
    queue = Queue.LOG_ENTRIES
    hops: int = Field(0, ge=0)

    def properties(self) -> dict[str, object]:
        """The id and the properties of the entry."""
        return self.model_dump(exclude={"queue", "hops"})
