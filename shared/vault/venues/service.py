"""Venues added and changed."""

from collections.abc import Mapping

from vault.audit import entries as audit
from vault.callers.model import Caller
from vault.graph.schema import Prop
from vault.graph.steps import T
from vault.kernel import ids
from vault.kernel.addresses import PostalAddress, locate, postal_address
from vault.kernel.time import epoch_ms, now
from vault.venues import queries
from vault.venues.model import Venue, VenueExists


def add(caller: Caller, name: str, address: Mapping[str, str | None]) -> Venue:
    """A new venue of the caller's operator, its address checked, its place and time zone derived.

    Raises the errors of `addresses.postal_address`; VenueExists where its id is taken.
    """
    checked = postal_address(address)
    place = locate(checked)
    venue_id = ids.venue_id(caller.operator.id, site_of(checked), name)
    added_at = epoch_ms(now())
    caller.tx.claim(venue_id, VenueExists())
    caller.tx.change(
        *queries.add(caller.operator.id, venue_id, checked, place, **{Prop.NAME: name, Prop.ADDED_AT: added_at})
    )
    audit.record(caller, "Venue added", venue_id=venue_id, name=name)
    vertex = {T.id: venue_id, **queries.address_of(checked), **queries.place_of(place)}
    return Venue.of({"vertex": vertex | {Prop.NAME: name, Prop.ADDED_AT: added_at}, "operator": [caller.operator.id]})


def site_of(address: PostalAddress) -> ids.Site:
    """The parts of an address that stand in ids."""
    return ids.Site(address.country, address.state, address.postal_code, address.city)
