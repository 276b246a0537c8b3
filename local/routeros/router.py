"""A router apart from its services: who logs in, what is done, and what goes wrong."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections import deque
from dataclasses import dataclass, field
from hashlib import md5
from typing import TYPE_CHECKING

from local.routeros import factory
from local.routeros.device import Device, Row
from local.routeros.faults import ConnectionCut, Faults, ReplyLost
from local.routeros.traps import BAD_LOGIN, BAD_LOGIN_BEFORE_6_43, Trap
from vault.kernel.time import now

if TYPE_CHECKING:
    from collections.abc import Mapping

CHALLENGE_LOGIN_UNTIL = (6, 44)
PLAIN_LOGIN_SINCE = (6, 43)
MOST_COMMANDS = 10_000
READING = {"print", "getall"}


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
class Router:
    """Its configuration, its user, the commands that came, and its faults."""

    version: str = "7.16"
    username: str = "vault"
    password: str = field(default="let-vault-in", repr=False)
    has_factory_configuration: bool = True
    faults: Faults = field(default_factory=Faults)
    commands: deque[ReceivedCommand] = field(default_factory=lambda: deque(maxlen=MOST_COMMANDS))
    sessions: int = 0
    """Logins that succeeded."""

    def __post_init__(self) -> None:
        """Configure it as from the factory."""
        self.device = Device(self.version)
        if self.has_factory_configuration:
            factory.configure(self.device)
        self._lock = threading.RLock()

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
