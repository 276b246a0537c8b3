"""Mail, by SMTP."""

import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from vault.adapters.secrets import get_secret
from vault.kernel.errors import DomainError, Unavailable
from vault.kernel.settings import setting

SECONDS = 10
PERMANENT = 500


class Undeliverable(DomainError):
    """A message that the server will never take; `reply` is its code."""


def send(message: EmailMessage) -> None:
    """Hand a message over to the mail server.

    Raises Undeliverable where it refuses for good, Unavailable where it may take it later.
    """
    server = urlsplit(server_url())
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(server.hostname or "", server.port or 0, timeout=SECONDS) as connection:
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
        raise Unavailable(service="smtp") from None


def server_url() -> str:
    """The server: smtp://, smtp+starttls:// or smtps://, with user and password where it wants them.

    It is the secret whose ARN VAULT_SMTP_SECRET tells, or VAULT_SMTP_URL itself. Raises Unavailable.
    """
    arn = setting("VAULT_SMTP_SECRET", "")
    return get_secret(arn).strip() if arn else setting("VAULT_SMTP_URL")


def _refusal(reply: int) -> DomainError:
    """What a reply code means (RFC 5321, 4.2.1): 5yz is for good."""
    return Undeliverable(reply=reply) if reply >= PERMANENT else Unavailable(service="smtp")
