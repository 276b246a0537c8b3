"""What the pages show, and what they do not let through."""

from __future__ import annotations

import json
import threading
import time
from email.message import EmailMessage
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from local import demo
from local.api.page_request import PageRequest
from local.pages import cloud, log, mails, site
from vault.runtime.registry import Functions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from local.api.answer import Answer

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer | None]:
    queue = {"name": HOSTILE, "messages": 1, "newest": [{"sent": "", "received_times": 0, "body": HOSTILE}]}
    entries = [
        {"id": HOSTILE, "when": "", "event": HOSTILE, "who": [HOSTILE], "where": HOSTILE},
        {"id": "2", "when": "", "event": "Unit added", "who": ["admin@metro.example"], "where": "METRO.HOUSE"},
        {"id": "3", "when": "", "event": "Unit added", "who": ["admin@alpine.example"], "where": "ALPINE.HOUSE"},
    ]
    outside = cloud.Cloud([{"to": HOSTILE, "text": HOSTILE}], [queue], {})
    monkeypatch.setattr(cloud, "read", lambda: outside)
    monkeypatch.setattr(log, "newest", lambda _names: entries)
    monkeypatch.setattr(log, "newest_id", lambda: "")
    system: Any = SimpleNamespace(mails=tmp_path, services=[])
    answer = site.pages(Functions({}, {}, (), {"functions/a.py": HOSTILE}), system, tmp_path / demo.FILE)
    return lambda path, method="GET", **query: answer(PageRequest(path, query, method))


def keep(directory: Path, message: EmailMessage | bytes) -> None:
    content = message if isinstance(message, bytes) else message.as_bytes()
    (directory / "1700000000000000000.eml").write_bytes(content)


def shown(answer: Answer | None) -> str:
    assert answer is not None
    return answer.body.decode()


def test_the_page_escapes_whatever_it_shows(page: Callable[..., Answer | None], tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = HOSTILE, HOSTILE
    message.set_content(HOSTILE)
    message.add_attachment(b"x", maintype="text", subtype="html", filename=HOSTILE)
    keep(tmp_path, message)
    user = {"EmailAddress": HOSTILE, "Password": HOSTILE}
    demo.write(
        tmp_path / demo.FILE, {"operators": [{"OperatorID": HOSTILE, "origin": HOSTILE, "users": {HOSTILE: user}}]}
    )

    html = shown(page("/_local/"))

    assert html.count("<script") == html.count('<script src="/docs/inspection.js"') == 1
    assert html.count("&lt;script&gt;") >= 15


def test_the_html_of_a_mail_runs_no_script_and_loads_nothing(
    page: Callable[..., Answer | None], tmp_path: Path
) -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative(HOSTILE, subtype="html")
    keep(tmp_path, message)

    answer = page("/_local/mail/1700000000000000000/html")

    assert answer is not None
    assert "sandbox; default-src 'none'" in dict(answer.headers)["content-security-policy"]


def test_a_picture_within_a_mail_is_shown_in_its_place(page: Callable[..., Answer | None], tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative('<img src="cid:logo@x">', subtype="html")
    message.get_payload()[1].add_related(b"GIF", "image", "gif", cid="<logo@x>")  # type: ignore[union-attr, index]
    keep(tmp_path, message)

    html = shown(page("/_local/mail/1700000000000000000/html"))

    assert '<img src="data:image/gif;base64,R0lG">' in html


def test_an_attachment_is_saved_not_opened(page: Callable[..., Answer | None], tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_attachment(HOSTILE.encode(), maintype="text", subtype="html", filename='a";b.html')
    keep(tmp_path, message)

    answer = page("/_local/mail/1700000000000000000/0")

    assert answer is not None
    assert dict(answer.headers)["content-disposition"] == "attachment; filename*=UTF-8''a%22%3Bb.html"
    assert page("/_local/mail/1700000000000000000/1") is None


def test_a_mail_in_an_unknown_charset_is_shown_all_the_same(page: Callable[..., Answer | None], tmp_path: Path) -> None:
    keep(tmp_path, b"Content-Type: text/plain; charset=x-klingon\r\n\r\nQapla\r\n")

    assert [mail["text"].strip() for mail in json.loads(shown(page("/_local/mail")))] == ["Qapla"]


def mail_to(directory: Path, recipient: str, number: int) -> None:
    message = EmailMessage()
    message["X-Envelope-To"], message["Subject"] = recipient, f"Number {number}"
    message.set_content("Welcome to METRO.HOUSE")
    (directory / f"{number}.eml").write_bytes(message.as_bytes())


def subjects(answer: Answer | None) -> list[str]:
    return [mail["headers"]["Subject"] for mail in json.loads(shown(answer))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Number 3", "Number 2", "Number 1"]),
        ({"to": "sam@example.com"}, ["Number 2"]),
        ({"to": "sam"}, []),
        ({"person": "SAM"}, ["Number 2"]),
        ({"venue": "metro.house", "kind": "mail"}, ["Number 3", "Number 2", "Number 1"]),
        ({"kind": "SMS"}, []),
    ],
)
def test_mails_are_chosen_by_recipient_person_venue_and_kind(
    page: Callable[..., Answer | None], tmp_path: Path, query: dict[str, str], expected: list[str]
) -> None:
    for number, recipient in enumerate(("a@example.com", "sam@example.com", "b@example.com"), 1):
        mail_to(tmp_path, recipient, number)

    assert subjects(page("/_local/mail", **query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"person": "metro.example"}, ["2"]),
        ({"venue": "alpine"}, ["3"]),
        ({"kind": "Unit added"}, ["2", "3"]),
        ({"kind": "Unit"}, []),
        ({"person": "metro.example", "venue": "alpine"}, []),
    ],
)
def test_log_entries_are_chosen_by_person_venue_and_event(
    page: Callable[..., Answer | None], query: dict[str, str], expected: list[str]
) -> None:
    assert [entry["id"] for entry in json.loads(shown(page("/_local/log", **query)))] == expected


def test_the_page_shows_what_is_chosen_with_who_and_where(page: Callable[..., Answer | None]) -> None:
    html = shown(page("/_local/", kind="Unit added", venue="ALPINE"))

    assert "admin@<wbr>alpine.<wbr>example at ALPINE.<wbr>HOUSE" in html
    assert "METRO.<wbr>HOUSE" not in html
    assert "<option selected>Unit added</option>" in html


def test_a_program_waits_for_a_mail_no_longer_than_it_takes(page: Callable[..., Answer | None], tmp_path: Path) -> None:
    began = time.monotonic()
    threading.Timer(0.2, mail_to, (tmp_path, "sam@example.com", 1)).start()

    arrived = subjects(page("/_local/mail", to="sam@example.com", wait="20"))
    never = subjects(page("/_local/mail", to="nobody@example.com", wait="0.1"))

    assert (arrived, never) == (["Number 1"], [])
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("wait", ["-1", "31", "nan", "soon"])
def test_a_wait_that_is_no_number_of_seconds_is_refused(page: Callable[..., Answer | None], wait: str) -> None:
    answer = page("/_local/mail", wait=wait)

    assert answer is not None
    assert (answer.status, json.loads(answer.body)) == (400, {"error": "wait is a number of seconds up to 30."})


def test_mails_are_deleted_by_recipient_by_id_or_all(page: Callable[..., Answer | None], tmp_path: Path) -> None:
    for number, recipient in enumerate(("a@example.com", "sam@example.com", "b@example.com", "c@example.com"), 1):
        mail_to(tmp_path, recipient, number)

    deleted = [
        json.loads(shown(page(path, "DELETE", **query)))["deleted"]
        for path, query in (
            ("/_local/mail", {"to": "sam@example.com"}),
            ("/_local/mail/1", {}),
            ("/_local/mail/1", {}),
            ("/_local/mail", {}),
        )
    ]

    assert deleted == [1, 1, 0, 2]
    assert subjects(page("/_local/mail")) == []


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/_local/mail", "POST", "DELETE,GET,HEAD"),
        ("/_local/log", "DELETE", "GET,HEAD"),
        ("/docs", "DELETE", "GET,HEAD"),
    ],
)
def test_another_method_is_refused(page: Callable[..., Answer | None], path: str, method: str, allowed: str) -> None:
    answer = page(path, method)

    assert answer is not None
    assert (answer.status, dict(answer.headers)["allow"]) == (405, allowed)


def test_the_version_changes_with_a_mail(page: Callable[..., Answer | None], tmp_path: Path) -> None:
    before = [shown(page("/_local/version")) for _ in range(2)]
    mail_to(tmp_path, "a@example.com", 1)

    assert before[0] == before[1] != shown(page("/_local/version"))


@pytest.mark.parametrize("path", ["/_local/mail/../demo/html", "/_local/mail/1/html", "/docs/../site.py", "/elsewhere"])
def test_what_is_not_there_is_not_found(page: Callable[..., Answer | None], path: str) -> None:
    assert page(path) is None


def test_credentials_are_for_their_owner_alone(tmp_path: Path) -> None:
    demo.write(tmp_path / demo.FILE, {"operators": []})

    assert (tmp_path / demo.FILE).stat().st_mode & 0o777 == 0o600
    assert mails.newest(tmp_path / "none") == []
