"""Mail, by SMTP."""

import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from vault.adapters.secrets import get_secret
from vault.adapters.systems import Service
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Unavailable

SYSTEM = Service.SMTP.value
PERMANENT = 500


class Undeliverable(DomainError):
    """A message that the server will never take; `reply` is its code."""

    code = ErrorCode.UNDELIVERABLE


def send(message: EmailMessage) -> None:
    """Hand a message over to the mail server.

    Raises Undeliverable where it refuses for good, Unavailable where it may take it later.
    """
    server = urlsplit(server_url())
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(server.hostname or "", server.port or 0, timeout=SYSTEM.limits.read_seconds) as connection:
            if server.scheme == "smtp+starttls":
                connection.starttls()
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise _refusal(max(code for code, _ in error.recipients.values())) from None
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code) from None
    except (smtplib.SMTPException, OSError):
        raise Unavailable(service=SYSTEM.name) from None


def server_url() -> str:
    """The server: smtp://, smtp+starttls:// or smtps://, with user and password where it asks for them.

    Raises Unavailable.
    """
    return get_secret(SYSTEM)


def _refusal(reply: int) -> DomainError:
    # RFC 5321, 4.2.1: 5yz is for good.
    return Undeliverable(reply=reply) if reply >= PERMANENT else Unavailable(service=SYSTEM.name)
