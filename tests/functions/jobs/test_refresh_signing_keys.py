"""The job that caches the public keys of token issuers."""

import json
from collections.abc import Iterator

import pytest

from functions.jobs.refresh_signing_keys import handler
from local.processes import free_port
from tests.factories import World
from tests.functions.runtime.issuer import Issuer
from tests.gateway import Context
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import T, __, single
from vault.operators import queries


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    """An issuer that replaces that of every operator."""
    issuer = Issuer()
    issuer.start()
    monkeypatch.setenv("VAULT_JWKS_URL", issuer.address)
    yield issuer
    issuer.stop()


@pytest.fixture(autouse=True)
def _kept(world: World) -> Iterator[None]:
    """Restore the cached keys of every operator after each test: tokens are verified by them."""
    assert world
    before = execute(queries.with_issuer().element_map())
    yield
    for row in before:
        execute(__.V(row[T.id]).property(single, Prop.SIGNING_KEYS, row[Prop.SIGNING_KEYS]))


def kept_of(operator_id: str) -> str:
    """The cached keys of an operator's issuer."""
    return str(execute(__.V(operator_id).values(Prop.SIGNING_KEYS))[0])


def test_keys_that_have_changed_are_kept_for_every_operator(world: World, issuer: Issuer) -> None:
    issuer.add("new")

    handler({"time": "2026-01-01T00:00:00Z"}, Context())

    for operator in (world.mine.operator, world.other.operator):
        assert json.loads(kept_of(operator.id)) == {"new": issuer.public_keys()[0]}


def test_an_issuer_that_publishes_nothing_changes_nothing(world: World, issuer: Issuer) -> None:
    before = kept_of(world.mine.operator.id)

    handler({}, Context())

    assert issuer.requested_paths
    assert kept_of(world.mine.operator.id) == before


def test_an_issuer_that_does_not_answer_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept_of(world.mine.operator.id)
    monkeypatch.setenv("VAULT_JWKS_URL", f"http://127.0.0.1:{free_port()}/{{pool}}")

    handler({}, Context())

    assert kept_of(world.mine.operator.id) == before
