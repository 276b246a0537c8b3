"""Every read in a secondary region is answered there, without the primary, with the same result."""

import pytest

from local.regions.secondary import Secondary
from tests.architecture.source import endpoints
from tests.factories import Persona, World
from tests.personas import find_entitled, scene_for, send_as
from tests.regions.conftest import NOWHERE, Away
from tests.regions.test_every_write import Prepared, shape
from tests.request_bodies.all_consoles import BODIES

READS = sorted(path for path, endpoint in endpoints().items() if not endpoint.command)


@pytest.fixture(scope="module")
def prepared(stage: World, cast: dict[str, Persona], secondary: Secondary) -> dict[str, Prepared]:
    """A call of each read; the replica has everything that it needs except the newest sessions."""
    ready = {}
    for path in READS:
        person = find_entitled(stage, cast, path)
        here, there = (BODIES[path](scene_for(stage, path, person)) for _ in range(2))
        ready[path] = Prepared(person, (here, there))
    secondary.replicator.wait_until_caught_up()
    return ready


@pytest.mark.parametrize("path", READS)
def test_a_read_is_answered_without_the_primary(
    stage: World, prepared: dict[str, Prepared], away: Away, path: str
) -> None:
    person, (here, there) = prepared[path].person, prepared[path].bodies

    with away(VAULT_PRIMARY_URL=NOWHERE):
        response = send_as(path, stage.mine, there, person)
    directly = send_as(path, stage.mine, here, person)

    assert response.status == 200, response.body
    assert shape(response.body) == shape(directly.body)
