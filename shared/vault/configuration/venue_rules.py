"""What settings of a venue need beside their properties."""

from functools import partial

from vault.callers.model import CallContext
from vault.configuration.identifiers import replace_identifier
from vault.configuration.model import venue_of
from vault.configuration.setting import Changes
from vault.graph.schema import Label, Prop
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.plans import queries as plans
from vault.plans.model import ServicePlanNotOffered
from vault.venues import service as venues
from vault.venues.model import DEFAULT_PLAN_PROPERTIES, ExternalVenueIdTaken

ADDRESS_PARTS = {
    "address_line_1": Prop.ADDRESS_LINE_1,
    "address_line_2": Prop.ADDRESS_LINE_2,
    "city": Prop.CITY,
    "postal_code": Prop.POSTAL_CODE,
}


def change_address(ctx: CallContext, changes: Changes) -> None:
    """Raises the errors of `AddressInput.validate` and `geocode`; on commit VenueAddressTaken."""
    parts = {name: str(changes.value_after(prop) or "") for name, prop in ADDRESS_PARTS.items() if prop in changes}
    venues.change_address(ctx, venue_of(changes).venue, parts, epoch_ms(now()))


def change_external_id(ctx: CallContext, changes: Changes) -> None:
    """Let the commit raise ExternalVenueIdTaken where another venue has the id."""
    vertex_id = partial(ids.external_venue_id, ctx.operator.id)
    replace_identifier(ctx, changes, Prop.EXTERNAL_VENUE_ID, Label.EXTERNAL_VENUE, vertex_id, ExternalVenueIdTaken())


def check_default_plans(ctx: CallContext, changes: Changes) -> None:
    """Let the commit raise ServicePlanNotOffered for a plan that is not offered at the venue."""
    for plan_id in (changes.value_after(prop) for prop in DEFAULT_PLAN_PROPERTIES if prop in changes):
        if plan_id:
            ctx.tx.guard(plans.is_offered(str(plan_id), changes.thing.id), ServicePlanNotOffered())
