"""What the pages show, and what they do not let through."""

from __future__ import annotations

import json
from email.message import EmailMessage
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from local import demo
from local.pages import cloud, log, mails, site
from vault.runtime.registry import Functions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from local.api.answer import Answer

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Answer | None]:
    queue = {"name": HOSTILE, "messages": 1, "newest": [{"sent": "", "received_times": 0, "body": HOSTILE}]}
    monkeypatch.setattr(cloud, "messages_sent", lambda: [{"to": HOSTILE, "text": HOSTILE}])
    monkeypatch.setattr(cloud, "queues", lambda: [queue])
    monkeypatch.setattr(log, "newest", lambda: [{"when": "", "event": HOSTILE, "function_name": HOSTILE}])
    system: Any = SimpleNamespace(mails=tmp_path, services=[])
    return site.pages(Functions({}, {}, ()), system, tmp_path / demo.FILE)


def keep(directory: Path, message: EmailMessage | bytes) -> None:
    content = message if isinstance(message, bytes) else message.as_bytes()
    (directory / "1700000000000000000.eml").write_bytes(content)


def shown(answer: Answer | None) -> str:
    assert answer is not None
    return answer.body.decode()


def test_the_page_escapes_whatever_it_shows(page: Callable[[str], Answer | None], tmp_path: Path) -> None:
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

    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 15


def test_the_html_of_a_mail_runs_no_script_and_loads_nothing(
    page: Callable[[str], Answer | None], tmp_path: Path
) -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative(HOSTILE, subtype="html")
    keep(tmp_path, message)

    answer = page("/_local/mail/1700000000000000000/html")

    assert answer is not None
    assert "sandbox; default-src 'none'" in dict(answer.headers)["content-security-policy"]


def test_a_picture_within_a_mail_is_shown_in_its_place(page: Callable[[str], Answer | None], tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative('<img src="cid:logo@x">', subtype="html")
    message.get_payload()[1].add_related(b"GIF", "image", "gif", cid="<logo@x>")  # type: ignore[union-attr, index]
    keep(tmp_path, message)

    html = shown(page("/_local/mail/1700000000000000000/html"))

    assert '<img src="data:image/gif;base64,R0lG">' in html


def test_an_attachment_is_saved_not_opened(page: Callable[[str], Answer | None], tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_attachment(HOSTILE.encode(), maintype="text", subtype="html", filename='a";b.html')
    keep(tmp_path, message)

    answer = page("/_local/mail/1700000000000000000/0")

    assert answer is not None
    assert dict(answer.headers)["content-disposition"] == "attachment; filename*=UTF-8''a%22%3Bb.html"
    assert page("/_local/mail/1700000000000000000/1") is None


def test_a_mail_in_an_unknown_charset_is_shown_all_the_same(
    page: Callable[[str], Answer | None], tmp_path: Path
) -> None:
    keep(tmp_path, b"Content-Type: text/plain; charset=x-klingon\r\n\r\nQapla\r\n")

    assert [mail["text"].strip() for mail in json.loads(shown(page("/_local/mail")))] == ["Qapla"]


@pytest.mark.parametrize("path", ["/_local/mail/../demo/html", "/_local/mail/1/html", "/docs/../site.py", "/elsewhere"])
def test_what_is_not_there_is_not_found(page: Callable[[str], Answer | None], path: str) -> None:
    assert page(path) is None


def test_credentials_are_for_their_owner_alone(tmp_path: Path) -> None:
    demo.write(tmp_path / demo.FILE, {"operators": []})

    assert (tmp_path / demo.FILE).stat().st_mode & 0o777 == 0o600
    assert mails.newest(tmp_path / "none") == []
