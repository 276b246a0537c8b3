"""The texts of a new endpoint: it reads the name of a venue until somebody writes what it is for."""

from string import Template

MODULE = Template('''"""$summary"""

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues.references import VenueRef


class $title(SignedInRequest):
    venue: VenueRef


class ${title}Response(Response):
    venue_id: str
    venue_name: str


@endpoint(
    "$path",
    requires=Permission.VENUES_READ,
    uses=(Graph.READ,),
    example={"venue_id": Placeholder.VENUE_ID},
)
def handler(body: $title, _ctx: CallContext) -> ${title}Response:
    # Begin here: docs/contributing/endpoint.md says what to change, in which order.
    return ${title}Response.from_value(venue_id=body.venue.id, venue_name=body.venue.name)
''')

TEST = Template('''"""$path."""

from $package.$module import handler
from tests.factories import World
from tests.gateway import call


def test_the_operators_staff_read_the_name_of_a_venue(world: World) -> None:
    venue = world.mine.venues[0]

    response = call(handler, world.mine.token("CustomerSupport"), {"VenueID": venue.id})

    assert (response.status, response.body["VenueName"]) == (200, venue.name)


def test_another_operators_venue_is_not_there(world: World) -> None:
    token = world.mine.token("DomainAdministrator")

    response = call(handler, token, {"VenueID": world.other.venues[0].id})

    assert (response.status, response.code) == (404, "VenueNotFound")
''')

PACKAGE = Template('"""Endpoints of $group."""\n')
SUMMARY = Template("Read the name of a venue (not written yet: $name).")
SIGNS = "?  o  -  o  o  -  -  -  -"
"""Who may call it, in the columns of tests/permissions.py: the roles with Permission.VENUES_READ."""
