"""Property management groups, which are known by the ids of their venues alone."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from vault.callers.model import CallContext
from vault.configuration.operator import CONTACT_EMAIL, CONTACT_PHONE
from vault.configuration.stored_values import read_value
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.wire import Wire
from vault.venues.queries import venues_of_operator


class PropertyManagementGroup(Wire):
    """A group has the operator's address, contact and console; its venues are its connection with the operator."""

    property_management_group_name: str
    address_line_1: str = ""
    address_line_2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country_iso3166_a3: str
    email_address: str
    phone_number_e164: str
    management_url: str
    venues: list[str]
    venue_count: int

    @classmethod
    def from_venues(cls, group_id: str, venue_ids: list[str], ctx: CallContext) -> Self:
        operator = ctx.operator
        address = {
            "address_line_1": Prop.ADDRESS_LINE_1,
            "address_line_2": Prop.ADDRESS_LINE_2,
            "city": Prop.CITY,
            "state": Prop.STATE,
            "postal_code": Prop.POSTAL_CODE,
        }
        return cls.from_value(
            {name: operator.vertex.get(prop, "") for name, prop in address.items()},
            property_management_group_name=ids.name_in_id(group_id),
            country_iso3166_a3=operator.country,
            email_address=read_value(ctx, CONTACT_EMAIL, operator.id, operator.vertex) or "",
            phone_number_e164=read_value(ctx, CONTACT_PHONE, operator.id, operator.vertex) or "",
            management_url=operator.console_origin,
            venues=sorted(venue_ids),
            venue_count=len(venue_ids),
        )


def list_groups(ctx: CallContext) -> dict[str, PropertyManagementGroup]:
    """The groups of all the operator's venues, by id. Raises Unavailable."""
    return groups_of_venues(ctx, execute(venues_of_operator(ctx.operator.id).id_(), "READER"))


def groups_of_venues(ctx: CallContext, venue_ids: Iterable[str]) -> dict[str, PropertyManagementGroup]:
    """By id; a venue whose id begins with that of the operator has none. Raises Unavailable."""
    venues = defaultdict[str, list[str]](list)
    for venue_id in venue_ids:
        venues[ids.owner_of_venue(venue_id)].append(venue_id)
    venues.pop(ctx.operator.id, None)
    return {
        group_id: PropertyManagementGroup.from_venues(group_id, venues[group_id], ctx) for group_id in sorted(venues)
    }
