"""Notifications as mails (RFC 5322)."""

from email.header import Header
from email.headerregistry import Address, AddressHeader, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from urllib.parse import urlsplit

from vault.kernel.hosts import to_ascii_email, to_ascii_host
from vault.kernel.time import now
from vault.notifications.model import NotificationRequest, Recipient
from vault.notifications.own_templates import EMAIL
from vault.notifications.rendering import Facts, render_html, render_plain_text, render_subject

NO_HOST = "vault.invalid"


class _MailPolicy(EmailPolicy):
    """Folds subject and addresses with `email.header`: some releases of EmailPolicy lose spaces there (gh-92081)."""

    def fold(self, name: str, value: str) -> str:
        if isinstance(value, AddressHeader):
            return self._end_lines(name, ",\n ".join(map(_encode_address, value.addresses)))
        if isinstance(value, UnstructuredHeader):
            return self._end_lines(name, _encode_words(name, value))
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii")

    def _end_lines(self, name: str, lines: str) -> str:
        return f"{name}: {lines}\n".replace("\n", self.linesep)


def build_mail(request: NotificationRequest, recipient: Recipient, to: str, facts: Facts) -> EmailMessage:
    """The mail as text and HTML; its Message-ID is the notification's, so that a second copy is recognised."""
    texts = (request.template, recipient.locale, recipient.find_template(EMAIL), facts)
    host = to_ascii_host(urlsplit(recipient.operator.console_origin).hostname or NO_HOST)
    message = EmailMessage(_MailPolicy())
    message["Subject"] = render_subject(*texts)
    message["From"] = Address(recipient.operator.name, addr_spec=f"no-reply@{host}")
    message["To"] = to_ascii_email(to)
    message["Date"] = now()
    message["Message-ID"] = f"<{request.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_plain_text(*texts))
    message.add_alternative(render_html(*texts), subtype="html")
    message["Content-Language"] = recipient.locale
    return message


def _encode_words(name: str, text: str) -> str:
    """The text of the header `name` in lines, in encoded words of at most 75 characters (RFC 2047) if not ASCII."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=75, header_name=name).encode()


def _encode_address(address: Address) -> str:
    if address.display_name.isascii():
        return str(address)
    return f"{_encode_words('From', address.display_name)}\n <{address.addr_spec}>"
