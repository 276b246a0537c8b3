"""Random texts: their form and their entropy."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.kernel import tokens
from vault.kernel.tokens import KeyTextInvalid, acceptable_key, is_key_text, key_text, subscriber_token, wifi_token

FORM = re.compile(r"[a-z]{3,6}-[a-z]{3,6}-[bcdfghjkmnpqrstvwxyz2-9]{6}")
KEY = b"k" * 32


def test_a_token_holds_over_fifty_bits() -> None:
    bits = 2 * math.log2(len(set(tokens.words()))) + tokens.TAIL * math.log2(len(set(tokens.READABLE)))

    assert len(set(tokens.words())) == len(tokens.words())
    assert tokens.token_bits() == pytest.approx(bits)
    assert bits > 51


def test_every_word_is_short_and_plain() -> None:
    assert all(re.fullmatch("[a-z]{3,6}", word) for word in tokens.words())
    assert not tokens.UNWELCOME & set(tokens.words())


def test_a_token_has_its_form_and_fits_its_bound() -> None:
    made = [wifi_token() for _ in range(2000)]

    assert all(FORM.fullmatch(token) and len(token) <= 22 for token in made)
    assert len(set(made)) == len(made)
    assert {token[-6] for token in made} == {token[-1] for token in made} == set(tokens.READABLE)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_a_derived_token_is_the_same_again(parts: list[str]) -> None:
    token = subscriber_token(KEY, *parts)

    assert FORM.fullmatch(token)
    assert token == subscriber_token(KEY, *parts)
    assert token != subscriber_token(KEY, *parts, "1")
    assert token != subscriber_token(KEY[1:], *parts)


def test_derived_tokens_stay_what_they_were() -> None:
    assert subscriber_token(KEY, "ana@example.com", "0") == "filing-cross-d3d2bg"


def test_parts_of_a_derived_token_do_not_run_together() -> None:
    assert subscriber_token(KEY, "ab", "c") != subscriber_token(KEY, "a", "bc") != subscriber_token(KEY, "abc")


def test_a_temporary_password_is_readable_and_strong() -> None:
    made = [tokens.temporary_password() for _ in range(500)]

    assert all(len(password) == 12 and set(password) <= set(tokens.PASSWORD_CHARACTERS) for password in made)
    assert all(re.search("[a-z]", p) and re.search("[A-Z]", p) and re.search("[0-9]", p) for p in made)
    assert 12 * math.log2(len(set(tokens.PASSWORD_CHARACTERS))) > 60
    assert len(set(made)) == len(made)


def test_nothing_that_is_read_aloud_has_look_alikes() -> None:
    assert not set("0o1liOIL") & set(tokens.READABLE + tokens.PASSWORD_CHARACTERS + tokens.CODE_CHARACTERS)


def test_a_reset_code_has_exactly_eight_capitals_and_digits() -> None:
    made = [tokens.reset_code() for _ in range(500)]

    assert all(re.fullmatch("[A-Z2-9]{8}", code) for code in made)
    assert len(set(made)) == len(made)
    assert 8 * math.log2(len(set(tokens.CODE_CHARACTERS))) > 38


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40))
def test_a_key_is_the_users_part_and_a_fresh_token(part: str) -> None:
    key = key_text(part)

    assert key.startswith(part)
    assert FORM.fullmatch(key[len(part) :])
    assert acceptable_key(key) == key
    assert key != key_text(part)


def test_a_key_without_a_users_part_is_a_token() -> None:
    assert FORM.fullmatch(key_text(None))
    assert FORM.fullmatch(key_text(""))


@pytest.mark.parametrize("part", ["x" * 41, "a b", "niño", "tab\t", "line\n", "\ud800"])
def test_an_impossible_users_part_is_refused(part: str) -> None:
    with pytest.raises(KeyTextInvalid):
        key_text(part)


@pytest.mark.parametrize("text", ["", "short12", "x" * 64, "with space", "contraseña", "newline1\n", "\x7f" * 8])
def test_an_impossible_key_is_refused(text: str) -> None:
    with pytest.raises(KeyTextInvalid):
        acceptable_key(text)


@pytest.mark.parametrize("text", ["8letters", "~" * 63, "!\"#$%&'()"])
def test_a_possible_key_is_taken_as_it_is(text: str) -> None:
    assert acceptable_key(text) == text


@pytest.mark.parametrize("part", [None, "", "attic-", "a" * 40])
def test_a_made_key_is_known_as_one_of_its_part(part: str | None) -> None:
    key = key_text(part)

    assert is_key_text(key, part)
    assert not is_key_text(f"{key}x", part)


@pytest.mark.parametrize("text", ["attic-Correct-Horse-7", "cellar-some-words-bcdfgh", "attic-some-words", "attic-"])
def test_a_chosen_key_or_one_of_another_part_is_not(text: str) -> None:
    assert not is_key_text(text, "attic-")
