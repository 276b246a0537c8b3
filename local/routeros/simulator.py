"""A router with its services: what logs in, what is done, and what goes wrong."""

from __future__ import annotations

import hmac
import secrets
import socket
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import md5
from typing import TYPE_CHECKING, Self

from local.routeros import api_server, factory, rest_server
from local.routeros.certificate import anonymous_context, server_context
from local.routeros.device import Device, Row
from local.routeros.faults import ConnectionCut, Faults, ReplyLost
from local.routeros.traps import BAD_LOGIN, BAD_LOGIN_BEFORE_6_43, Trap
from vault.kernel.time import now

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from types import TracebackType

HOST = "127.0.0.1"
CHALLENGE_LOGIN_UNTIL = (6, 44)
PLAIN_LOGIN_SINCE = (6, 43)
MOST_COMMANDS = 10_000
READING = {"print", "getall"}
SERVICES = ("api", "api-ssl", "www", "www-ssl")


@dataclass(frozen=True)
class ReceivedCommand:
    """A command that came, and what became of it."""

    at: float
    path: str
    attributes: Mapping[str, str]
    outcome: str
    """Empty where it was done and answered."""

    @property
    def is_change(self) -> bool:
        """Whether it changes something, if it is carried out."""
        return self.path.rpartition("/")[2] not in READING


@dataclass
class RouterOs:
    """A router on free ports of this machine, for the length of a `with`."""

    version: str = "7.16"
    username: str = "vault"
    password: str = field(default="let-vault-in", repr=False)
    certificate: str | None = field(default="", repr=False)
    """Key and certificate as PEM; empty: one of this process; None: its services have none."""
    has_factory_configuration: bool = True
    ports: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SERVICES, 0))
    faults: Faults = field(default_factory=Faults)
    commands: deque[ReceivedCommand] = field(default_factory=lambda: deque(maxlen=MOST_COMMANDS))
    sessions: int = 0
    """Logins that succeeded."""

    def __post_init__(self) -> None:
        """Configure it as from the factory."""
        self.device = Device(self.version)
        if self.has_factory_configuration:
            factory.configure(self.device)
        self._listeners: list[socket.socket] = []
        self._connections: set[socket.socket] = set()
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        """Listen."""
        tls = anonymous_context() if self.certificate is None else server_context(self.certificate)
        self._serve("api", api_server.serve, None)
        self._serve("api-ssl", api_server.serve, tls)
        self._serve("www", rest_server.serve, None)
        self._serve("www-ssl", rest_server.serve, tls)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close everything."""
        self.faults.release()
        for each in [*self._listeners, *self._connections]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def set_faults(self, faults: Faults) -> None:
        """Replace all switches."""
        self.faults.release()
        self.faults = faults

    def install(self, version: str) -> None:
        """Install another version; the configuration stays."""
        device = Device(version)
        device.rows, device.revision = self.device.rows, self.device.revision + 1
        self.version, self.device = version, device

    def rows(self, path: str) -> list[Row]:
        """What a table prints."""
        return self.device.run(path, "print", {})

    def add(self, path: str, **attributes: str) -> str:
        """Add a row as an installer does, with `_` for `-`, and return its id."""
        named = {name.rstrip("_").replace("_", "-"): text for name, text in attributes.items()}
        return self.device.run(path, "add", named)[0]["ret"]

    @property
    def changes(self) -> list[ReceivedCommand]:
        """The commands that changed something."""
        return [command for command in self.commands.copy() if command.is_change and not command.outcome]

    def run(self, path: str, command: str, attributes: Mapping[str, str]) -> list[Row]:
        """A command of a client. Raises Trap, ConnectionCut, ReplyLost."""
        outcome = "interrupted"
        try:
            self.faults.begin_command()
            rows = self.device.run(path, command, attributes)
            outcome = ""
            self.faults.end_command()
        except Trap as trap:
            outcome = trap.message
            raise
        except (ConnectionCut, ReplyLost):
            outcome = outcome or "done, and the reply lost"
            raise
        else:
            return rows
        finally:
            with self._lock:
                self.commands.append(ReceivedCommand(now().timestamp(), f"{path}/{command}", dict(attributes), outcome))

    def start_login(self) -> str:
        """A challenge, where this version has them. Raises Trap."""
        if self.device.version > CHALLENGE_LOGIN_UNTIL:
            raise Trap(BAD_LOGIN)
        return secrets.token_hex(16)

    def log_in_plain(self, name: str, password: str) -> bool:
        """Whether this version takes a password. Raises Trap for a wrong one."""
        if self.device.version < PLAIN_LOGIN_SINCE:
            return False
        self._check(name, hmac.compare_digest(password.encode(), self.password.encode()))
        return True

    def answer_challenge(self, name: str, challenge: str, response: str) -> None:
        """Raise Trap where the response is wrong."""
        mixed = b"\0" + self.password.encode() + bytes.fromhex(challenge)
        self._check(name, bool(challenge) and response == "00" + md5(mixed).hexdigest())  # noqa: S324 (the protocol's)

    def _check(self, name: str, is_right: bool) -> None:  # noqa: FBT001 (what was found)
        if self.faults.refuses_login or not is_right or name != self.username:
            raise Trap(BAD_LOGIN if self.device.version >= PLAIN_LOGIN_SINCE else BAD_LOGIN_BEFORE_6_43)
        with self._lock:
            self.sessions += 1

    def _serve(
        self, service: str, serve: Callable[[RouterOs, socket.socket], None], tls: ssl.SSLContext | None
    ) -> None:
        listener = socket.create_server((HOST, self.ports[service]), reuse_port=False)
        self.ports[service] = listener.getsockname()[1]
        self._listeners.append(listener)
        threading.Thread(target=self._accept, args=(listener, serve, tls), daemon=True).start()

    def _accept(
        self, listener: socket.socket, serve: Callable[[RouterOs, socket.socket], None], tls: ssl.SSLContext | None
    ) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._answer, args=(connection, serve, tls), daemon=True).start()

    def _answer(
        self, connection: socket.socket, serve: Callable[[RouterOs, socket.socket], None], tls: ssl.SSLContext | None
    ) -> None:
        with suppress(OSError, EOFError), connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            encrypted = tls.wrap_socket(connection, server_side=True) if tls else connection
            self._connections.add(encrypted)
            try:
                with encrypted:
                    serve(self, encrypted)
            finally:
                self._connections.discard(encrypted)
