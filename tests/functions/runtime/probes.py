"""Small endpoints that show what the runtime does by itself."""

from typing import Annotated

from pydantic import Field

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.fields import Line40
from vault.kernel.permissions import Permission
from vault.runtime.endpoint import Graph, Token, endpoint
from vault.runtime.models import Request, Response
from vault.units.model import UnitNotFound
from vault.units.references import UnitRef
from vault.venues.model import VenueNotFound
from vault.venues.references import OptionalVenueRef, VenueRef


class Empty(Request):
    access_token: str
    operator_id: str | None = None


class Open(Request):
    access_token: str = ""
    operator_id: str | None = None


class Seen(Response):
    """Whom and what the handler was given."""

    subscriber_token: str = ""
    operator_id: str = ""
    venue_id: str = ""
    unit_id_internal: str = ""


class AtUnit(Request):
    access_token: str
    venue: OptionalVenueRef = None
    unit: UnitRef


class Named(Request):
    access_token: str
    venue: VenueRef
    venue_name: Line40
    unit_count: Annotated[int, Field(ge=1, le=9)] = 1


def seen(caller: Caller) -> Seen:
    """The caller as the handler knows them."""
    return Seen(subscriber_token=caller.token, operator_id=caller.operator.id)


@endpoint("/tests/me", requires=Permission.ACCOUNT_SESSION, uses=(Graph.CONSISTENT_READ,))
def me(_body: Empty, caller: Caller) -> Seen:
    """Whoever is signed in."""
    return seen(caller)


@endpoint(
    "/tests/expired", requires=Permission.ACCOUNT_SESSION, uses=(Graph.CONSISTENT_READ,), token=Token.ALLOW_EXPIRED
)
def expired(_body: Empty, caller: Caller) -> Seen:
    """Whoever was signed in."""
    return seen(caller)


@endpoint("/tests/anybody", requires=Permission.PUBLIC, uses=(Graph.READ,), token=Token.OPTIONAL)
def anybody(_body: Open, caller: Caller) -> Seen:
    """Anybody at a console."""
    return seen(caller)


@endpoint("/tests/administer", requires=Permission.VENUES_CREATE, uses=(Graph.READ,))
def administer(_body: Empty, caller: Caller) -> Seen:
    """The operator's administrators."""
    return seen(caller)


@endpoint("/tests/provide", requires=Permission.PLANS_MANAGE, uses=(Graph.READ,))
def provide(_body: Empty, caller: Caller) -> Seen:
    """The provider's staff, and the operator's administrators."""
    return seen(caller)


@endpoint("/tests/unit", requires=Permission.RESIDENTS_ADD, raises=(UnitNotFound, VenueNotFound), uses=(Graph.READ,))
def at_unit(body: AtUnit, caller: Caller) -> Seen:
    """A unit, and maybe its venue."""
    told = seen(caller)
    return told.model_copy(update={"unit_id_internal": body.unit.id, "venue_id": body.unit.venue_id})


@endpoint(
    "/tests/rename",
    requires=Permission.VENUES_UPDATE,
    command="Tests.rename",
    raises=(VenueNotFound,),
    uses=(Graph.WRITE,),
)
def rename(body: Named, caller: Caller) -> Seen:
    """A write."""
    caller.tx.change(with_properties(__.V(body.venue.id), **{Prop.EXTERNAL_VENUE_ID: body.venue_name}))
    audit.record(caller, AuditEvent.VENUE_UPDATED, venue_id=body.venue.id)
    return seen(caller)


@endpoint("/tests/broken", requires=Permission.PUBLIC, uses=(Graph.READ,), token=Token.PUBLIC)
def broken(_body: Open, _caller: Caller) -> Seen:
    """A mistake of ours."""
    secret = "zz-secret-in-a-value"
    raise ValueError(secret)


@endpoint("/tests/silent", requires=Permission.VENUES_UPDATE, command="Tests.silent", uses=(Graph.WRITE,))
def silent(body: Empty, caller: Caller) -> Seen:
    """A write that forgets its audit entry."""
    caller.tx.change(with_properties(__.V(caller.operator.id), **{Prop.DETAIL: str(body)[:1]}))
    return seen(caller)


@endpoint("/tests/primary", requires=Permission.VENUES_CREATE, uses=(Graph.READ,), primary_only=True)
def primary_only(_body: Empty, caller: Caller) -> Seen:
    """What other regions do not do."""
    return seen(caller)
