"""Small endpoints that show the behaviour of the runtime."""

from typing import Annotated

from pydantic import Field

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.fields import Line40
from vault.kernel.permissions import Permission
from vault.runtime.endpoint import Graph, Token, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.units.references import UnitRef
from vault.venues.references import VenueRef


class Empty(SignedInRequest):
    pass


class Open(SignedInRequest):
    access_token: str = ""


class Seen(Response):
    """The caller and the references that the handler received."""

    subscriber_token: str = ""
    operator_id: str = ""
    venue_id: str = ""
    unit_id_internal: str = ""


class AtUnit(SignedInRequest):
    venue: VenueRef | None = None
    unit: UnitRef


class Named(SignedInRequest):
    venue: VenueRef
    venue_name: Line40
    unit_count: Annotated[int, Field(ge=1, le=9)] = 1


def describe_caller(ctx: CallContext) -> Seen:
    """The caller as the handler sees them."""
    return Seen.from_value(subscriber_token=ctx.token, operator_id=ctx.operator.id)


@endpoint("/tests/me", requires=Permission.ACCOUNT_SESSION, uses=(Graph.CONSISTENT_READ,))
def me(_body: Empty, ctx: CallContext) -> Seen:
    return describe_caller(ctx)


@endpoint(
    "/tests/expired", requires=Permission.ACCOUNT_SESSION, uses=(Graph.CONSISTENT_READ,), token=Token.ALLOW_EXPIRED
)
def expired_allowed(_body: Empty, ctx: CallContext) -> Seen:
    """Also accepts an expired token."""
    return describe_caller(ctx)


@endpoint("/tests/anybody", requires=Permission.PUBLIC, uses=(Graph.READ,), token=Token.OPTIONAL)
def anybody(_body: Open, ctx: CallContext) -> Seen:
    """Needs no token."""
    return describe_caller(ctx)


@endpoint("/tests/administer", requires=Permission.VENUES_CREATE, uses=(Graph.READ,))
def administer(_body: Empty, ctx: CallContext) -> Seen:
    return describe_caller(ctx)


@endpoint("/tests/provide", requires=Permission.PLANS_MANAGE, uses=(Graph.READ,))
def provide(_body: Empty, ctx: CallContext) -> Seen:
    return describe_caller(ctx)


@endpoint("/tests/unit", requires=Permission.RESIDENTS_ADD, uses=(Graph.READ,))
def at_unit(body: AtUnit, ctx: CallContext) -> Seen:
    response = describe_caller(ctx)
    return response.model_copy(update={"unit_id_internal": body.unit.id, "venue_id": body.unit.venue_id})


@endpoint(
    "/tests/rename",
    requires=Permission.VENUES_UPDATE,
    command="Tests.rename",
    uses=(Graph.WRITE,),
)
def rename(body: Named, ctx: CallContext) -> Seen:
    ctx.tx.change(with_properties(__.V(body.venue.id), **{Prop.EXTERNAL_VENUE_ID: body.venue_name}))
    audit.record(ctx, AuditEvent.VENUE_CONFIGURED, venue_id=body.venue.id)
    return describe_caller(ctx)


@endpoint("/tests/broken", requires=Permission.PUBLIC, uses=(Graph.READ,), token=Token.PUBLIC)
def broken(_body: Open, _caller: CallContext) -> Seen:
    """Fails with a programming error."""
    secret = "zz-secret-in-a-value"
    raise ValueError(secret)


@endpoint("/tests/silent", requires=Permission.VENUES_UPDATE, command="Tests.silent", uses=(Graph.WRITE,))
def silent(body: Empty, ctx: CallContext) -> Seen:
    """A write without an audit entry."""
    ctx.tx.change(with_properties(__.V(ctx.operator.id), **{Prop.DETAIL: str(body)[:1]}))
    return describe_caller(ctx)


@endpoint("/tests/primary", requires=Permission.VENUES_CREATE, uses=(Graph.READ,), primary_only=True)
def primary_only(_body: Empty, ctx: CallContext) -> Seen:
    """Not executed in secondary regions."""
    return describe_caller(ctx)
