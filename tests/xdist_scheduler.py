"""Which tests run in one process, and in which order.

Tests that share what is dear to make stay together: those of a folder (a synthesis, a second region), and otherwise
those of a file. Tests that count a whole graph come early, while it is small, and what fills it comes after them.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

MATRIX = "test_permission_matrix.py"
FIRST = ("cdk", "faults", "regions", "jobs", "admin")
"""Folders, in the order in which they run."""
TOGETHER = {"cdk": "cdk and faults", "faults": "cdk and faults", "regions": "regions"}
"""Folders whose tests run in one process; the CDK's need no services, so that those of faults find an empty graph."""


def rank_of(path: PurePath) -> tuple[int, bool]:
    """What a test file is sorted by."""
    folder = path.parent.name
    return FIRST.index(folder) if folder in FIRST else len(FIRST), path.name == MATRIX


def scope_of(node_id: str) -> str:
    """What a test is handed to a process with: its folder, its file, or its part of the permission matrix."""
    file, _, name = node_id.partition("::")
    path = PurePath(file)
    if path.name == MATRIX:
        endpoint = name.partition("[")[2].partition(" ")[0]
        return f"{file} {PurePath(endpoint).parent}"
    return TOGETHER.get(path.parent.name, file)


def create_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """xdist's scheduler for these scopes."""
    from xdist.scheduler import LoadScopeScheduling

    class ScopeScheduling(LoadScopeScheduling):
        """Hands out scopes as wholes."""

        def _split_scope(self, nodeid: str) -> str:
            return scope_of(nodeid)

    return ScopeScheduling(config, log)
