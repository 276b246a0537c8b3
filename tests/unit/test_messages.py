"""One catalogue: every text in both locales, a text for every error and message, none that nothing says."""

import re
import string

import pytest

from tests.architecture.source import files, members_of
from vault.kernel.error_codes import ErrorCode
from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.messages import error_key, load_catalogue

OURS = files("functions", "shared", "local")


def gaps(text: str) -> set[str]:
    """The names of a text's placeholders."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", load_catalogue())
def test_a_text_stands_in_both_locales_with_the_same_gaps(key: str) -> None:
    said = load_catalogue()[key]

    assert set(said) == set(Locale)
    assert len({frozenset(gaps(text)) for text in said.values()}) == 1


@pytest.mark.parametrize("key", load_catalogue())
def test_a_text_is_a_translation_and_no_copy(key: str) -> None:
    said = load_catalogue()[key]

    assert said[Locale.EN_US] != said[Locale.ES_XL] or not re.search(r"[A-Za-z]{4}", said[Locale.EN_US])


def test_every_error_and_every_message_has_a_text_and_no_text_has_neither() -> None:
    assert set(load_catalogue()) == {*map(error_key, ErrorCode), *Message}


def test_messages_stand_in_the_order_of_their_names() -> None:
    names = [message.name for message in Message]

    assert names == sorted(names)


def test_every_message_is_said_somewhere() -> None:
    said = {name for file in OURS for name in members_of("Message", file)}

    assert set(Message.__members__) - said == set()
