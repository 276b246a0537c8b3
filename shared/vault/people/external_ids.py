"""External ids of people, each of one person of the operator."""

from vault.callers.model import WriteContext
from vault.kernel import ids
from vault.people import queries
from vault.people.model import ExternalSubscriberIdTaken, Subscriber


def claim(ctx: WriteContext, token: str, external_id: str) -> None:
    """Give a person an external id. The commit raises ExternalSubscriberIdTaken."""
    person_id, operator_id = ids.subscriber_id(token), ctx.operator.id
    # People of before have external ids without a vertex that is unique.
    ctx.tx.guard(queries.nobody_else_with(operator_id, person_id, external_id), ExternalSubscriberIdTaken())
    ctx.tx.claim(ids.external_subscriber_id(operator_id, external_id), ExternalSubscriberIdTaken())
    ctx.tx.change(*queries.add_external_id(operator_id, person_id, external_id))


def change(ctx: WriteContext, person: Subscriber, external_id: str) -> None:
    """Replace a person's external id; the old one is free. The commit raises ExternalSubscriberIdTaken."""
    if external_id == person.external_id:
        return
    if person.external_id:
        ctx.tx.change(queries.remove_external_id(ctx.operator.id, person.id, person.external_id))
    claim(ctx, person.token, external_id)
