"""A simulated router at 127.0.0.1, which may be called here."""

from collections.abc import Iterator

import pytest

from local.routeros.simulator import RouterOs
from vault.adapters import outgoing


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VAULT_ALLOW_LOOPBACK", "1")
    outgoing.rules.cache_clear()
    yield
    outgoing.rules.cache_clear()


@pytest.fixture
def router() -> Iterator[RouterOs]:
    with RouterOs() as started:
        yield started
