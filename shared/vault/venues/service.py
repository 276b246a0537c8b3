"""Venues added and changed."""

from collections.abc import Mapping

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller
from vault.graph.schema import Prop
from vault.graph.steps import T, __, with_properties
from vault.kernel import ids
from vault.kernel.addresses import PostalAddress, locate, postal_address
from vault.kernel.errors import FieldInvalid
from vault.kernel.time import epoch_ms, now
from vault.kernel.vocabulary import wire
from vault.venues import queries
from vault.venues.model import ExternalVenueIdTaken, Venue, VenueAddressTaken, VenueExists

PARTS = {"address_line_1": "line1", "address_line_2": "line2", "city": "city", "postal_code": "postal_code"}


def add(caller: Caller, name: str, address: Mapping[str, str | None]) -> Venue:
    """A new venue of the caller's operator, its address checked, its place and time zone derived.

    Raises the errors of `addresses.postal_address`, FieldInvalid for a name without a letter or digit; VenueExists
    where its id is taken.
    """
    if not ids.cleaned(name):
        raise FieldInvalid(field=wire("venue_name"))
    checked = postal_address(address)
    place = locate(checked)
    venue_id = ids.venue_id(caller.operator.id, site_of(checked), name)
    added_at = epoch_ms(now())
    caller.tx.claim(venue_id, VenueExists())
    caller.tx.change(
        *queries.add(caller.operator.id, venue_id, checked, place, **{Prop.NAME: name, Prop.ADDED_AT: added_at})
    )
    audit.record(caller, AuditEvent.VENUE_ADDED, venue_id=venue_id, name=name)
    vertex = {T.id: venue_id, **queries.address_of(checked), **queries.place_of(place)}
    return Venue.of({"vertex": vertex | {Prop.NAME: name, Prop.ADDED_AT: added_at}, "operator": [caller.operator.id]})


def change(caller: Caller, venue: Venue, changes: Mapping[str, str]) -> None:
    """The venue with another name, address or external id, by Python name; a space removes.

    Units that have the venue's address follow it. Raises the errors of `addresses.postal_address`; the commit
    VenueAddressTaken, ExternalVenueIdTaken.
    """
    if not changes:
        return
    changed_at = epoch_ms(now())
    properties = {Prop.NAME: changes.get("venue_name"), Prop.CHANGED_AT: changed_at}
    caller.tx.change(with_properties(__.V(venue.id), **properties))
    address = {PARTS[name]: text.strip() for name, text in changes.items() if name in PARTS}
    if address:
        move(caller, venue, postal_address({**venue.address, **address}), changed_at)
    if external := changes.get("external_venue_id"):
        rename_externally(caller, venue, external.strip())
    audit.record(caller, AuditEvent.VENUE_UPDATED, venue_id=venue.id, **changes)


def move(caller: Caller, venue: Venue, address: PostalAddress, moment: int) -> None:
    """The venue at a new address, its place and time zone derived anew, and its units with it."""
    key = queries.key_of(address)
    if key != queries.key_of(venue):
        caller.tx.guard(queries.alone_at(caller.operator.id, venue.id, key), VenueAddressTaken())
        caller.tx.change(queries.touch(caller.operator.id, moment))
    place = queries.place_of(locate(address))
    moved = {**queries.address_of(address), **place, Prop.ADDRESS_KEY: key}
    caller.tx.change(with_properties(__.V(venue.id), **moved))
    caller.tx.change(queries.follow(venue.id, queries.address_of(venue), queries.address_of(address)))


def rename_externally(caller: Caller, venue: Venue, external: str) -> None:
    """The venue under another name in the operator's other systems, or under none."""
    if external == (venue.external_id or ""):
        return
    operator_id = caller.operator.id
    if venue.external_id:
        caller.tx.change(*queries.forget_name(operator_id, venue.external_id, venue.id))
    if external:
        caller.tx.claim(ids.external_venue_id(operator_id, external), ExternalVenueIdTaken())
        caller.tx.change(*queries.name_externally(operator_id, external, venue.id))


def site_of(address: PostalAddress) -> ids.Site:
    """The parts of an address that stand in ids."""
    return ids.Site(address.country, address.state, address.postal_code, address.city)
