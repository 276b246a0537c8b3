"""`python -m local.mail.server PORT DIRECTORY`: an SMTP server that stores each message as a file named by its time."""

from __future__ import annotations

import asyncio
import hmac
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from local.processes import HOST, SECRET

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope, Session

LARGEST_MESSAGE = 32 * 1024 * 1024


class _Keeper:
    """The handler that aiosmtpd calls for each message."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd)
        """Store the message unchanged, below a header with its envelope's recipients."""
        recipients = "".join(f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos)
        content = envelope.original_content or b""
        draft = self._directory / f"{time.time_ns()}.part"
        try:
            draft.write_bytes(recipients.encode() + content)
            draft.rename(draft.with_suffix(".eml"))
        except OSError as error:
            return f"452 {error.strerror}"
        return "250 Message accepted for delivery"


def _check_login(_: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: LoginPassword) -> AuthResult:
    """Take mails from the programs that were told the secret alone."""
    return AuthResult(success=hmac.compare_digest(login.password, os.environ[SECRET].encode()), handled=False)


def _create_protocol(keeper: _Keeper) -> SMTP:
    return SMTP(
        keeper,
        data_size_limit=LARGEST_MESSAGE,
        authenticator=_check_login,
        auth_required=True,
        auth_require_tls=False,
    )


async def _serve(port: int, directory: Path) -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    keeper = _Keeper(directory)
    # Without SMTPUTF8, as many servers are: an address that only some of them take is refused here too.
    server = await loop.create_server(lambda: _create_protocol(keeper), HOST, port)
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    directory = Path(sys.argv[2])
    directory.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(int(sys.argv[1]), directory))
