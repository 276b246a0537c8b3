"""The RouterOS API, on ports 8728 and 8729: sentences over one connection."""

import hashlib
import re
from collections.abc import Mapping

from vault.adapters.device_connection import Deadline, DeviceConnection, translate_errors
from vault.adapters.device_words import clean_words
from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, GatewayLogin
from vault.adapters.routeros.codec import Malformed, SentenceReader, encode_sentence
from vault.adapters.routeros.router import CommandRefused, CommandReply, Row
from vault.adapters.systems import Limits

LOGIN_SECONDS = 5.0
_CHALLENGE = re.compile(r"[0-9A-Fa-f]{32}")
_REPLIES = {"!re", "!trap", "!fatal", "!done", "!empty"}
_MAY_BE_DONE = re.compile(r"already have|exists|no such item", re.IGNORECASE)
"""Words after which what was asked for may be so nevertheless."""


class ApiRouter:
    """A connection to the API; `has_answered` is whether a sentence of the protocol has come yet."""

    transport = "api"

    def __init__(self, connection: DeviceConnection, login: GatewayLogin, deadline: Deadline, limits: Limits) -> None:
        self.fingerprint = connection.fingerprint
        self.has_answered = False
        self._connection, self._login, self._deadline, self._limits = connection, login, deadline, limits
        self._command_deadline = deadline
        self._reader = SentenceReader(self._receive, limits.answer_bytes)

    def log_in(self, seconds: float = LOGIN_SECONDS) -> None:
        """By name and password, or by the answer to a challenge as before 6.43. Raises GatewayFailed."""
        name, password = self._login.username, self._login.password
        opening = {} if self._login.is_before_6_43 else {"name": name, "password": password}
        # An older router answers name and password with a challenge, too.
        challenge = self._try_login(opening, seconds)
        if not challenge and self._login.is_before_6_43:
            raise GatewayFailed(GatewayFailure.LOGIN, "The router gave no challenge: it is not older than 6.43.")
        if challenge and self._try_login({"name": name, "response": _answer_challenge(challenge, password)}, seconds):
            raise GatewayFailed(GatewayFailure.LOGIN, "The router answered the login with another challenge.")

    def _try_login(self, attributes: Mapping[str, str], seconds: float) -> str:
        """The challenge where there is one: a `!done` with a value is no login."""
        try:
            return self._run("/login", attributes, seconds).ret
        except CommandRefused as refusal:
            raise GatewayFailed(GatewayFailure.LOGIN, f"Login refused: {refusal.words}") from None

    def run(self, table: str, command: str, attributes: Mapping[str, str]) -> CommandReply:
        return self._run(f"{table}/{command}", attributes, self._limits.read_seconds)

    def _run(self, command: str, attributes: Mapping[str, str], seconds: float) -> CommandReply:
        self._command_deadline = Deadline.after(self._deadline.remaining(seconds))
        with translate_errors(f"waiting for {command}"):
            self._connection.socket.settimeout(self._command_deadline.remaining(seconds))
            self._connection.socket.sendall(encode_sentence([command, *_to_words(attributes)]))
            try:
                return self._read_reply(command)
            except Malformed as error:
                raise GatewayFailed(GatewayFailure.PROTOCOL, f"No answer of the RouterOS API: {error}.") from None

    def _read_reply(self, command: str) -> CommandReply:
        self._reader.begin_answer()
        rows: list[Row] = []
        refusal = ""
        while True:
            kind, *words = self._read_reply_sentence()
            match kind:
                case "!re":
                    rows.append(_to_row(words))
                case "!trap":
                    refusal = refusal or self._clean(_to_row(words).get("message") or "refused without a reason")
                case "!fatal":
                    raise GatewayFailed(GatewayFailure.PROTOCOL, f"The router closed: {self._clean(' '.join(words))}")
                case "!done":
                    break
        if refusal:
            raise CommandRefused(command, refusal, may_be_done=bool(_MAY_BE_DONE.search(refusal)))
        return CommandReply(rows, _to_row(words).get("ret", ""))

    def _read_reply_sentence(self) -> list[str]:
        sentence = self._reader.read_sentence()
        if not sentence or sentence[0] not in _REPLIES:
            message = f"an unknown reply {clean_words(''.join(sentence[:1]))!r}"
            raise Malformed(message)
        self.has_answered = True
        return sentence

    def _receive(self, count: int) -> bytes:
        self._connection.socket.settimeout(self._command_deadline.remaining(self._limits.read_seconds))
        return self._connection.socket.recv(count)

    def _clean(self, words: str) -> str:
        return clean_words(words, self._login.password)

    def close(self) -> None:
        self._connection.close()


def _answer_challenge(challenge: str, password: str) -> str:
    """00 and the MD5 of a zero byte, the password and the challenge, as RouterOS before 6.43 checks it."""
    if not _CHALLENGE.fullmatch(challenge):
        raise GatewayFailed(GatewayFailure.PROTOCOL, "The router's challenge has not 32 hex digits.")
    return "00" + hashlib.md5(b"\0" + password.encode() + bytes.fromhex(challenge), usedforsecurity=False).hexdigest()


def _to_words(attributes: Mapping[str, str]) -> list[str]:
    return [f"={name}={text}" for name, text in attributes.items()]


def _to_row(words: list[str]) -> Row:
    """The attributes of a sentence; others than `=name=text` (a tag) are left out."""
    return {name: text for word in words if word[:1] == "=" for name, _, text in [word[1:].partition("=")]}
