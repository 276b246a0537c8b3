"""Which tests run in one process: all of a file, in order, and all of a folder that share what is dear to make."""

from pathlib import PurePath

from xdist.scheduler import LoadScopeScheduling

SHARING = {"cdk", "regions"}
"""Folders whose tests share a synthesis, or a second region."""


class Together(LoadScopeScheduling):
    """Hands files and shared folders to the processes, each as a whole."""

    def _split_scope(self, nodeid: str) -> str:
        """What a test is handed on with."""
        file, _, _ = nodeid.partition("::")
        folder = PurePath(file).parent
        return str(folder) if folder.name in SHARING else file
