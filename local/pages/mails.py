"""The messages that the mail catcher keeps, as a mail program shows them."""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

SHOWN = 200
HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date")


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """One message: its id (the time of its arrival), whom it reached, headers, both bodies and attachments."""

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


def find(directory: Path, mail_id: str) -> Mail | None:
    """Return a message by its id, or None."""
    file = directory / f"{mail_id}.eml"
    return _read(file) if mail_id.isdecimal() and file.exists() else None


def _read(file: Path) -> Mail:
    message: EmailMessage = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
    return Mail(
        id=file.stem,
        recipients=[str(address) for address in message.get_all("X-Envelope-To", [])],
        headers={name: str(message[name]) for name in HEADERS if message[name]},
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=[_attachment(part) for part in message.iter_attachments()],
    )


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else None


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else part.as_bytes()
    return Attachment(part.get_filename() or "unnamed", part.get_content_type(), raw)
