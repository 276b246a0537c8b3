"""One running system for all tests here that do not stop it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from local.system import System

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def local_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Services that forget everything at the end."""
    with System(tmp_path_factory.mktemp("system"), persistent=False) as system:
        yield system


@pytest.fixture
def settings(local_system: System, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The services' settings, in the environment too."""
    for name, value in local_system.environment.items():
        monkeypatch.setenv(name, value)
    assert os.environ["VAULT_STAGE"] == "preview"
    return local_system.environment
