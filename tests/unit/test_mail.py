"""Notifications as mails: what stands in the headers, byte for byte, as another program decodes it."""

import re
from dataclasses import replace
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.policy import compat32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_notifications import FACTS, ORDER, PERSON
from vault.graph.schema import Label, Prop
from vault.graph.steps import T
from vault.kernel.templates import Template
from vault.notifications.mail import build_mail
from vault.notifications.model import Recipient
from vault.notifications.variables import Variable
from vault.operators.model import Operator

ENCODED_WORD = re.compile(rb"=\?utf-8\?[bq]\?[^?]*\?=")
NAMES = [
    "Metro",
    "Résidences München Höfe",
    "東京タワーレジデンス" * 6,
    "Łódź, Żywiec",
    "مبنى النخيل",
    "a" * 200,
    "é " * 90,
]


def operator(name: str, origin: str = "https://metro.example") -> Operator:
    """An operator with a name and a console."""
    row = dict.fromkeys(
        (Prop.ISSUER, Prop.USER_POOL_ID, Prop.CLIENT_ID, Prop.CLIENT_SECRET, Prop.DATA_KEY, Prop.INDEX_KEY), ""
    )
    return Operator.from_row({**row, T.id: "O", T.label: Label.OPERATOR, Prop.NAME: name, Prop.CONSOLE_ORIGIN: origin})


def write_mail(of: Operator, to: str = "sam@example.com") -> bytes:
    """The mail that tells somebody of staff access, as it goes over the wire."""
    request = replace(ORDER, template=Template.STAFF_ACCESS)
    facts = {**FACTS, Variable.NETWORK_OPERATOR_NAME: of.name, Variable.ROLE: "LeasingAgent"}
    mail = build_mail(request, Recipient(of, PERSON, ()), to, facts)
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


def decode(raw: bytes, name: str) -> str:
    """A header, unfolded (RFC 5322, 2.2.3) and decoded."""
    folded = BytesHeaderParser(policy=compat32).parsebytes(raw)[name]
    return str(make_header(decode_header(folded.replace("\r\n", ""))))


@pytest.mark.parametrize("name", NAMES)
def test_a_subject_reads_as_it_was_written(name: str) -> None:
    raw = write_mail(operator(name))

    assert decode(raw, "Subject") == " ".join(f"You now have staff access to {name}".split())


@given(st.text(st.characters(categories=["L", "Nd", "Zs"]), min_size=1, max_size=120).filter(str.strip))
def test_any_name_of_an_operator_reads_as_it_was_written(name: str) -> None:
    raw = write_mail(operator(name))

    assert decode(raw, "Subject") == " ".join(f"You now have staff access to {name}".split())


@pytest.mark.parametrize("name", NAMES)
def test_encoded_words_are_short_and_apart(name: str) -> None:
    head = write_mail(operator(name)).partition(b"\r\n\r\n")[0]

    assert head.isascii()
    assert all(len(word) <= 75 for word in ENCODED_WORD.findall(head))
    assert b"?==?" not in head
    assert all(len(line) <= 998 for line in head.split(b"\r\n"))


@pytest.mark.parametrize("name", NAMES)
def test_the_sender_is_the_operator(name: str) -> None:
    raw = write_mail(operator(name))

    shown, _, address = decode(raw, "From").rpartition("<")
    assert (shown.strip().strip('"'), address) == (name.strip(), "no-reply@metro.example>")


def test_hosts_that_are_not_ascii_stand_as_a_labels() -> None:
    raw = write_mail(operator("Metro", "https://bücher.example"), "sam@bücher.example.com")

    headers = BytesHeaderParser(policy=compat32).parsebytes(raw)
    assert headers["To"] == "sam@xn--bcher-kva.example.com"
    assert headers["From"] == "Metro <no-reply@xn--bcher-kva.example>"
    assert headers["Message-ID"].endswith("@xn--bcher-kva.example>")
