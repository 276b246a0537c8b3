"""Add and change venues."""

from collections.abc import Mapping

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.names import choose_id
from vault.graph.schema import Label, Prop
from vault.graph.steps import T, __, with_properties
from vault.kernel import ids
from vault.kernel.addresses import AddressInput, PostalAddress
from vault.kernel.errors import FieldInvalid
from vault.kernel.geocoding import geocode
from vault.kernel.time import epoch_ms, now
from vault.kernel.vocabulary import wire_name
from vault.venues import queries
from vault.venues.model import Venue, VenueAddressTaken, VenueExists


def add(ctx: CallContext, name: str, address: AddressInput) -> Venue:
    """Raises FieldInvalid (no letter or digit), VenueExists, the errors of `AddressInput.validate` and `geocode`."""
    if not ids.slugify(name):
        raise FieldInvalid(field=wire_name("venue_name"))
    valid_address = address.validate()
    location = geocode(valid_address)
    choices = ids.venue_ids(ctx.operator.id, _id_address(valid_address), name)
    venue_id = choose_id(Label.VENUE, choices, name, VenueExists())
    added_at = epoch_ms(now())
    ctx.tx.change(
        *queries.add(ctx.operator.id, venue_id, valid_address, location, **{Prop.NAME: name, Prop.ADDED_AT: added_at})
    )
    audit.record(ctx, AuditEvent.VENUE_ADDED, venue_id=venue_id, name=name)
    vertex = {T.id: venue_id, **queries.address_properties(valid_address), **queries.location_properties(location)}
    return Venue.from_row(
        {"vertex": vertex | {Prop.NAME: name, Prop.ADDED_AT: added_at}, "operator": [ctx.operator.id]}
    )


def change_address(ctx: CallContext, venue: Venue, parts: Mapping[str, str], changed_at: int) -> None:
    """Change parts of the address; place and time zone follow, as do units with the venue's address.

    Raises the errors of `AddressInput.validate` and `geocode`; on commit VenueAddressTaken.
    """
    address = AddressInput(**parts).inheriting(venue.address).validate()
    key = queries.address_key(address)
    if key != queries.address_key(venue):
        ctx.tx.guard(queries.no_other_at_address(ctx.operator.id, venue.id, key), VenueAddressTaken())
        ctx.tx.change(queries.touch(ctx.operator.id, changed_at))
    location = queries.location_properties(geocode(address))
    properties = {**queries.address_properties(address), **location, Prop.ADDRESS_KEY: key}
    ctx.tx.change(with_properties(__.V(venue.id), **properties))
    ctx.tx.change(
        queries.update_unit_addresses(venue.id, queries.address_properties(venue), queries.address_properties(address))
    )


def _id_address(address: PostalAddress) -> ids.IdAddress:
    return ids.IdAddress(address.country, address.state, address.postal_code, address.city)
