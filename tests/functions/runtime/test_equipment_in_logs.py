"""Venue staff and residents see equipment in no log, whichever endpoint lists it; the operator's staff do."""

import datetime as dt

import pytest

from tests.architecture.source import endpoints
from tests.equipment import add_gateway, log_at
from tests.factories import Persona, Tenant, World
from tests.gateway import call
from vault.audit.events import AuditEvent, AuditKind
from vault.equipment.model import Equipment
from vault.runtime.log_page import LogPage

LOGS = {path: each for path, each in endpoints().items() if issubclass(each.response, LogPage)}
HERE = ["VenueAdministrator", "LeasingAgent"]
WORDS = "no answer from 192.0.2.10"


@pytest.fixture(scope="module")
def gateway(world: World) -> Equipment:
    """A gateway of the first venue with an entry of each event of equipment, those of units too."""
    added = add_gateway(world.mine, world.mine.venues[0])
    for event in AuditEvent:
        if event.kind is AuditKind.EQUIPMENT and "equipment" in event.fields:
            unit = {"unit_id": world.mine.units[0]} if "unit_id" in event.fields else {}
            words = {"response": WORDS} if "response" in event.fields else {}
            log_at(world.mine, added, event, dt.timedelta(minutes=1), **unit, **words)
    return added


def read(tenant: Tenant, path: str, person: Persona, equipment: Equipment) -> tuple[int, str]:
    """The status, and the whole answer as text."""
    unit = {"UnitID_internal": tenant.units[0]}
    body = {"VenueID": equipment.venue_id, "EquipmentID": equipment.name, **unit}
    wanted = {name for reference in LOGS[path].request.references.values() for name in reference.by}
    named = {"VenueID": "venue_id", "EquipmentID": "equipment_id", "UnitID_internal": "unit_id_internal"}
    sent = {wire: text for wire, text in body.items() if named[wire] in wanted}
    answer = call(LOGS[path], person.access_token, sent)
    return answer.status, str(answer.body)


@pytest.mark.parametrize("role", HERE)
def test_venue_staff_see_no_equipment_in_any_log(world: World, gateway: Equipment, role: str) -> None:
    answers = {path: read(world.mine, path, world.mine.people[role], gateway) for path in LOGS}

    shown = [path for path, (_, text) in answers.items() if gateway.name in text or WORDS in text]
    assert shown == []
    assert [path for path, (status, _) in answers.items() if status == 200] != []


def test_the_operators_administrators_see_it_in_their_logs(world: World, gateway: Equipment) -> None:
    person = world.mine.people["DomainAdministrator"]

    shown = {path.rpartition("/")[2] for path in LOGS if gateway.name in read(world.mine, path, person, gateway)[1]}

    assert {"listEquipmentLog", "listOperatorLog", "listVenueLog", "listVenueUnitLog"} <= shown
