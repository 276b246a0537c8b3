"""What the outside world saw, below /_local/: mails, SMS, queues and the audit log, as pages and as JSON."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from local import demo
from local.api.answer import Answer, json_answer, refuse_method
from local.api.page_request import READS
from local.pages import cloud, gateways, log, mails
from local.pages.filters import Filter
from local.pages.rendering import html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from local.api.page_request import PageRequest

ROOT = "/_local/"
MAIL, SMS = "mail", "SMS"
MAX_WAIT_SECONDS = 30.0
OWN_SCRIPT = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-src 'self'; form-action 'self'; frame-ancestors 'none'"
)
NO_SCRIPT = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
# A mail program shows images that came with the mail and follows nothing else.
MAIL_ONLY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def answer_below_root(
    request: PageRequest, directory: Path, credentials: Path, left_out: Mapping[str, str]
) -> Answer | None:
    """Answer a path below /_local/ with the mails of a directory and the demo users of a file; None if unknown."""
    criteria, path = Filter.from_query(request.query), request.path.removeprefix(ROOT)
    if path == MAIL or path.startswith(f"{MAIL}/"):
        return _mail(request, directory, criteria, path.removeprefix(MAIL).strip("/"))
    reads: dict[str, Callable[[], Answer]] = {
        "": lambda: _overview(directory, credentials, criteria, left_out),
        "gateways": lambda: json_answer(HTTPStatus.OK, gateways.read()),
        "gateways/": lambda: html("gateways.html", NO_SCRIPT, gateways=gateways.read()),
        "people": lambda: json_answer(HTTPStatus.OK, demo.read(credentials)),
        "sms": lambda: json_answer(HTTPStatus.OK, criteria.select(cloud.read().messages_sent, SMS)),
        "queue": lambda: json_answer(HTTPStatus.OK, _select_queues(cloud.read().queues, criteria)),
        "log": lambda: json_answer(HTTPStatus.OK, criteria.select(log.newest(cloud.read().people), by="event")),
        "version": lambda: json_answer(HTTPStatus.OK, {"version": _version(directory, cloud.read())}),
    }
    if path not in reads:
        return None
    return reads[path]() if request.method in READS else refuse_method(READS)


def _overview(directory: Path, credentials: Path, criteria: Filter, left_out: Mapping[str, str]) -> Answer:
    outside = cloud.read()
    version = _version(directory, outside)  # before the rest is read: what comes meanwhile is new
    entries = log.newest(outside.people)
    names = sorted(queue["name"] for queue in outside.queues)
    return html(
        "inspection.html",
        OWN_SCRIPT,
        demo=demo.read(credentials),
        mails=_select_mails(mails.newest(directory), criteria),
        messages=criteria.select(outside.messages_sent, SMS),
        queues=_select_queues(outside.queues, criteria),
        entries=criteria.select(entries, by="event"),
        criteria=criteria,
        kinds=[MAIL, SMS, *names, *sorted({each["event"] for each in entries})],
        version=version,
        left_out=left_out,
    )


def _select_queues(queues: list[dict[str, Any]], criteria: Filter) -> list[dict[str, Any]]:
    """The queues with the messages that meet the criteria; where there are any, without the queues that have none."""
    found = [{**each, "newest": criteria.select(each["newest"], each["name"])} for each in queues]
    return [queue for queue in found if queue["newest"] or criteria in {Filter(), Filter(kind=queue["name"])}]


def _select_mails(found: list[mails.Mail], criteria: Filter) -> list[mails.Mail]:
    chosen = {each["id"] for each in criteria.select([mail.as_json() for mail in found], MAIL)}
    return [mail for mail in found if mail.id in chosen]


def _version(directory: Path, outside: cloud.Cloud) -> str:
    """A text that changes with what the page shows."""
    contents = [
        sorted(file.name for file in directory.glob("*.eml")),
        outside.messages_sent,
        outside.queues,
        log.newest_id(),
    ]
    return hashlib.sha256(json.dumps(contents).encode()).hexdigest()[:16]


def _mail(request: PageRequest, directory: Path, criteria: Filter, rest: str) -> Answer | None:
    """Answer with mails, one of them or a part of it; DELETE deletes them."""
    recipient = request.query.get("to", "")
    mail_id, _, part = rest.partition("/")
    if request.method == "DELETE" and not part:
        return json_answer(HTTPStatus.OK, {"deleted": mails.delete(directory, recipient, mail_id)})
    if request.method not in READS:
        return refuse_method(READS | {"DELETE"})
    if rest:
        return _part_of_mail(directory, mail_id, part)
    seconds = _seconds(request.query.get("wait", "0"))
    if seconds is None:
        sentence = f"wait is a number of seconds up to {MAX_WAIT_SECONDS:.0f}."
        return json_answer(HTTPStatus.BAD_REQUEST, {"error": sentence})
    found = _select_mails(mails.wait_for(directory, recipient, seconds), criteria)
    return json_answer(HTTPStatus.OK, [mail.as_json() for mail in found])


def _seconds(text: str) -> float | None:
    with suppress(ValueError):
        if 0 <= float(text) <= MAX_WAIT_SECONDS:
            return float(text)
    return None


def _part_of_mail(directory: Path, mail_id: str, part: str) -> Answer | None:
    """Answer ID/html (its HTML body, sandboxed) and ID/NUMBER (an attachment, as a download)."""
    mail = mails.find(directory, mail_id)
    if mail and part == "html" and mail.html is not None:
        headers = (("content-type", "text/html; charset=utf-8"), ("content-security-policy", MAIL_ONLY))
        return Answer(HTTPStatus.OK, headers, mail.html.encode())
    if mail and part.isdecimal() and int(part) < len(mail.attachments):
        return _download(mail.attachments[int(part)])
    return None


def _download(attachment: mails.Attachment) -> Answer:
    known = mimetypes.guess_extension(attachment.content_type)
    headers = (
        ("content-type", attachment.content_type if known else "application/octet-stream"),
        ("content-disposition", f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}"),
        ("x-content-type-options", "nosniff"),
    )
    return Answer(HTTPStatus.OK, headers, attachment.content)
