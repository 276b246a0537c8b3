"""One local system for the whole run, and the world that the tests share in it.

What reaches a service is imported where a test asks for it, so that tests of pure rules start at once.
"""

from __future__ import annotations

import functools
import os
import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import jvm, xdist_scheduler
from tests.instrumentation import undeclared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

    from local.system import System
    from tests.factories import Persona, World
    from tests.services.slots import Claim


jvm.compile_less()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--attach`: use a system of `make services` where there is one."""
    parser.addoption("--attach", action="store_true", help="use a system of `make services` where there is one")


@pytest.fixture(scope="session")
def claim(request: pytest.FixtureRequest) -> Claim | None:
    """A system of `make services` with a world in it, for this run alone."""
    if not request.config.getoption("--attach"):
        return None
    from tests.services import slots

    return slots.claim_or_explain(functools.partial(report, request.config))


@pytest.fixture(scope="session")
def system(claim: Claim | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The real services, started once."""
    from local.system import System

    if claim:
        attached = System(claim.directory, persistent=False)
        attached.environment = claim.filling.environment
        with watched(attached):
            yield attached
    else:
        with System(Path(tmp_path_factory.mktemp("system")), persistent=False) as started, watched(started):
            yield started


@contextmanager
def watched(system: System) -> Iterator[None]:
    """Reach the services by the settings of the system, and watch every call."""
    from tests.instrumentation import (
        declared_errors,
        declared_fields,
        effects,
        gateway_causes,
        neptune,
        outcomes,
        revocations,
        uses,
    )

    os.environ.update(system.environment)
    with (
        neptune.check_every_traversal(),
        outcomes.record_outcomes(),
        declared_errors.record_undeclared_errors(),
        declared_fields.watched(),
        uses.record_undeclared_uses(),
        revocations.record_unmarked_revocations(),
        gateway_causes.record_unmarked_causes(),
        effects.record_undeclared_effects(),
    ):
        yield


@pytest.fixture(scope="session")
def world(system: System, claim: Claim | None) -> World:
    """Two operators with staff of every role, venues, units, plans, pools and residents; tests add to it."""
    from tests.factories import World, count_from

    if claim is None:
        return World.create(system)
    count_from(claim.filling.next_number)
    claim.filling.world.system = system
    return claim.filling.world


@pytest.fixture(scope="session")
def stage(world: World) -> World:
    """Two operators of their own for calls of every kind, so that no other test finds their traces."""
    from tests.personas import create_stage

    return create_stage(world)


@pytest.fixture(scope="session")
def cast(stage: World) -> dict[str, Persona]:
    """Somebody in each role at the first operator of the stage."""
    from tests.personas import create_cast

    return create_cast(stage)


@pytest.fixture(autouse=True)
def _nothing_undeclared() -> Iterator[None]:
    """A test fails in which an endpoint raised an error, or called a service, that it does not declare."""
    yield
    assert undeclared.take() == []


def pytest_pycollect_makemodule(module_path: Path) -> None:
    """Hypothesis takes its settings from the profile that is loaded when a test is defined."""
    if "hypothesis" in module_path.read_text():
        from hypothesis import settings

        settings.register_profile("vault", deadline=None, max_examples=50)
        settings.load_profile("vault")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, and what fills the graph last."""
    items.sort(key=lambda item: xdist_scheduler.rank_of(item.path))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """What runs in which process, where there are several."""
    return xdist_scheduler.create_scheduler(config, log)


def pytest_sessionstart(session: pytest.Session) -> None:
    """A whole run begins with nothing seen."""
    is_whole = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if is_whole and not hasattr(session.config, "workerinput"):
        from tests.instrumentation import outcomes

        outcomes.clear_outcomes()


def report(config: pytest.Config, sentence: str) -> None:
    """Tell the person at the terminal, whatever pytest captures."""
    capture = config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled() if capture else nullcontext():
        sys.stdout.write(f"\n{sentence}\n")
        sys.stdout.flush()
