"""The messages that the mail server stored, as a mail program shows them."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import EmailMessage, Message
    from pathlib import Path

SHOWN = 200
POLL_SECONDS = 0.1
HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date")


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """One message; its id is the time of its arrival, `recipients` are those of the envelope."""

    id: str
    recipients: list[str]
    headers: dict[str, str]
    text: str | None
    html: str | None
    attachments: list[Attachment]

    def as_json(self) -> dict[str, Any]:
        """Return the message with the attachments' names, types and sizes in place of their contents."""
        files = [
            {"name": each.name, "content_type": each.content_type, "bytes": len(each.content)}
            for each in self.attachments
        ]
        return {**vars(self), "attachments": files}


def newest(directory: Path) -> list[Mail]:
    """Return the latest 200 messages, newest first."""
    files = sorted(directory.glob("*.eml"), reverse=True)[:SHOWN] if directory.exists() else []
    return [_read(file) for file in files]


def wait_for(directory: Path, recipient: str, seconds: float) -> list[Mail]:
    """Return the latest messages to an address, or to anybody, as soon as there is one; the wait is in seconds."""
    deadline = time.monotonic() + seconds
    while True:
        found = [mail for mail in newest(directory) if not recipient or recipient in mail.recipients]
        if found or time.monotonic() >= deadline:
            return found
        time.sleep(POLL_SECONDS)


def delete(directory: Path, recipient: str = "", mail_id: str = "") -> int:
    """Delete the messages to an address, that with an id, or all; return how many."""
    chosen = [
        file
        for file in directory.glob("*.eml")
        if mail_id in {"", file.stem} and (not recipient or recipient in _read(file).recipients)
    ]
    for file in chosen:
        file.unlink(missing_ok=True)
    return len(chosen)


def find(directory: Path, mail_id: str) -> Mail | None:
    file = directory / f"{mail_id}.eml"
    return _read(file) if mail_id.isdecimal() and file.exists() else None


def _read(file: Path) -> Mail:
    message: EmailMessage = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
    html = _body(message, "html")
    return Mail(
        id=file.stem,
        recipients=[str(address) for address in message.get_all("X-Envelope-To", [])],
        headers={name: str(message[name]) for name in HEADERS if message[name]},
        text=_body(message, "plain"),
        html=html and _with_pictures(html, message),
        attachments=[_attachment(part) for part in message.iter_attachments()],
    )


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    if part is None:
        return None
    try:
        return str(part.get_content()).replace("\r\n", "\n")
    except LookupError:
        return _raw(part).decode(errors="replace")


def _with_pictures(html: str, message: EmailMessage) -> str:
    """Embed the images that came with the message where its HTML refers to them (RFC 2392)."""
    for part in message.walk():
        if part["Content-ID"] and part.get_content_maintype() == "image":
            content = base64.b64encode(_raw(part)).decode()
            html = html.replace(
                f"cid:{part['Content-ID'].strip('<> ')}", f"data:{part.get_content_type()};base64,{content}"
            )
    return html


def _attachment(part: EmailMessage) -> Attachment:
    return Attachment(part.get_filename() or "unnamed", part.get_content_type(), _raw(part))


def _raw(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else part.as_bytes()
