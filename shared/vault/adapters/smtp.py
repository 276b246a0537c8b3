"""Send mail by SMTP."""

import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from vault.adapters.secrets import get_secret
from vault.adapters.systems import Service
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Unavailable

SYSTEM = Service.SMTP.value
PERMANENT = 500
MAILBOX_NAME_NOT_ALLOWED = 553


class Undeliverable(DomainError):
    """A message that the server refuses for good; `reply` is its reply code."""

    code = ErrorCode.UNDELIVERABLE


def send(message: EmailMessage) -> None:
    """Raises Undeliverable for a permanent refusal, Unavailable for a temporary one."""
    server = urlsplit(server_url())
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(server.hostname or "", server.port or 0, timeout=SYSTEM.limits.read_seconds) as connection:
            if server.scheme == "smtp+starttls":
                connection.starttls()
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            _send_message(connection, message)
    except smtplib.SMTPRecipientsRefused as error:
        raise _refusal(max(code for code, _ in error.recipients.values())) from None
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code) from None
    except (smtplib.SMTPException, OSError):
        raise Unavailable(service=SYSTEM.name) from None


def _send_message(connection: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        connection.send_message(message)
    except smtplib.SMTPNotSupportedError:
        # An address that is not ASCII, and a server without SMTPUTF8 (RFC 6531): another try would end in the same way.
        raise Undeliverable(reply=MAILBOX_NAME_NOT_ALLOWED) from None


def server_url() -> str:
    """An smtp://, smtp+starttls:// or smtps:// URL, which may contain user and password. Raises Unavailable."""
    return get_secret(SYSTEM)


def _refusal(reply: int) -> DomainError:
    # RFC 5321, 4.2.1: 5yz is permanent.
    return Undeliverable(reply=reply) if reply >= PERMANENT else Unavailable(service=SYSTEM.name)
