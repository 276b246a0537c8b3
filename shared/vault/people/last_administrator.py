"""An operator keeps a DomainAdministrator who is in service."""

from vault.callers.model import WriteContext
from vault.kernel.time import epoch_ms, now
from vault.people import queries
from vault.people.model import LastAdministrator


def keep_another_administrator(ctx: WriteContext, person_id: str) -> None:
    """Let the commit raise LastAdministrator where the operator has no other DomainAdministrator in service."""
    ctx.tx.guard(queries.another_administrator(ctx.operator.id, person_id), LastAdministrator())
    ctx.tx.change(queries.touch_operator(ctx.operator.id, epoch_ms(now())))
