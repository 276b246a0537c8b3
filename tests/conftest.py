"""One local system for the whole run, and the world that the tests share in it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer

from local.system import System
from tests.sharing import SHARING, Together
from tests.watch import declared_errors, declared_fields, neptune, outcomes, uses
from tests.world import Persona, World

settings.register_profile("vault", deadline=None, max_examples=50)
settings.load_profile("vault")


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The real services, started once."""
    with System(Path(tmp_path_factory.mktemp("system")), persistent=False) as running:
        os.environ.update(running.environment)
        with (
            neptune.watched(),
            outcomes.watched(),
            declared_errors.watched(),
            declared_fields.watched(),
            uses.watched(),
        ):
            yield running


@pytest.fixture(scope="session")
def world(system: System) -> World:
    """Two operators with staff of every role, venues, units, plans, pools and residents; tests add to it."""
    return World.built(system)


@pytest.fixture(scope="session")
def stage(world: World) -> World:
    """Two operators of their own for calls of every kind, so that no other test finds their traces."""
    from tests.casting import stage_of

    return stage_of(world)


@pytest.fixture(scope="session")
def cast(stage: World) -> dict[str, Persona]:
    """Somebody in each role at the first operator of the stage."""
    from tests.casting import cast_of

    return cast_of(stage)


@pytest.fixture(autouse=True)
def _nothing_undeclared() -> Iterator[None]:
    """A test fails in which an endpoint raised an error, or called a service, that it does not declare."""
    yield
    assert (declared_errors.taken(), uses.taken()) == ([], [])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What shares comes first: it takes longest, and a replica follows all that was made before."""
    items.sort(key=lambda item: item.path.parent.name not in SHARING)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """What runs in which process, where there are several."""
    return Together(config, log)


def pytest_sessionstart(session: pytest.Session) -> None:
    """A whole run begins with nothing seen."""
    is_whole = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if is_whole and not hasattr(session.config, "workerinput"):
        outcomes.forget()
