"""The services of the system on one machine: graph, Redis, AWS and mail, each a process with a port."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from local import processes, state_files, storage
from local.api.context import ROLE
from local.directory_lock import lock_directory
from local.emulators import emulators
from local.gremlin import service as gremlin
from local.mail import service as mail
from local.processes import HOST

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from local.processes import Service

STAGE = "preview"


class System:
    """The running services. Raises StartFailure, with a message for the user, if one cannot start.

    They end with the thread that entered the context: keep it alive while they are needed.
    """

    environment: dict[str, str]
    """The settings by which handlers and tests reach the services."""

    def __init__(self, directory: Path, *, persistent: bool) -> None:
        """Logs and mails are below `directory`; so is the state of all services if `persistent`."""
        self.directory = directory.absolute()
        self.persistent = persistent
        self.environment = {}
        self.services: list[Service] = []
        self._archiving: Service | None = None
        self._stack = ExitStack()

    @property
    def mails(self) -> Path:
        """The directory of the sent messages, one file each."""
        return mail.messages_in(self.directory)

    def __enter__(self) -> Self:
        """Start all services at once and wait until they are ready."""
        with ExitStack() as stack:
            with storage.explain_failures(self.directory):
                stack.enter_context(lock_directory(self.directory))
            storage.check_writable(self.directory)
            stack.callback(self._stop, gently=self.persistent)
            self._start()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop all services, which save their state."""
        self._stack.close()

    def _start(self) -> None:
        state = self.directory / "state" if self.persistent else None
        if state:
            state_files.check_complete(state)
        logs = self.directory / "logs"
        # The slowest to start is first.
        graph = self._add_service(gremlin.start(logs, state and state / "graph"))
        started = [
            (emulator, self._add_service(emulator.start(self.directory, persistent=self.persistent)))
            for emulator in emulators()
        ]
        pool = ThreadPoolExecutor()
        settings = [pool.submit(emulator.settings_when_ready, service) for emulator, service in started]
        waiting: list[Future[None] | Future[dict[str, str]]] = [
            pool.submit(gremlin.wait_until_ready, graph),
            *settings,
        ]
        try:
            for wait in as_completed(waiting):
                wait.result()
            if state:
                state_files.mark_complete(state)
        except BaseException:
            # No state has changed yet.
            self._stop(gently=False)
            raise
        finally:
            pool.shutdown(wait=False)
        self._archiving = gremlin.start_archiving(logs)
        self.environment = {
            "VAULT_ALLOW_LOOPBACK": "1",
            "VAULT_OUTGOING_ADDRESSES": f"{HOST}/32",
            "VAULT_STAGE": STAGE,
            "VAULT_REGIONAL_ROLES": ROLE,
            **gremlin.settings(graph),
        }
        for each in settings:
            self.environment |= each.result()

    def find_failure(self) -> str:
        """A sentence, if a service has ended by itself or the disk is full; else empty."""
        for service in self.services:
            if service.process.poll() is not None:
                cause = storage.find_failure(self.directory, service.read_output())
                return cause or f"{service.name} has ended by itself: read {service.log}."
        return storage.find_failure(self.directory)

    def _add_service(self, service: Service) -> Service:
        self.services.append(service)
        return service

    def _stop(self, *, gently: bool) -> None:
        if self._archiving:
            processes.ask_to_stop(self._archiving, gently=False)
        for service in self.services:
            processes.ask_to_stop(service, gently=gently)
        for service in self.services:
            processes.await_stop(service)
        if self._archiving:
            processes.await_stop(self._archiving)
        self.services.clear()
