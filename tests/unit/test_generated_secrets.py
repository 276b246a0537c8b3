"""Random texts: their format and their entropy."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.kernel import generated_secrets
from vault.kernel.generated_secrets import (
    KeyTextInvalid,
    derive_subscriber_token,
    generate_passphrase,
    generate_wifi_token,
    is_generated_passphrase,
    validate_passphrase,
)

FORM = re.compile(r"[a-z]{3,6}-[a-z]{3,6}-[bcdfghjkmnpqrstvwxyz2-9]{6}")
KEY = b"k" * 32


def test_a_token_holds_over_fifty_bits() -> None:
    bits = 2 * math.log2(len(set(generated_secrets.load_words()))) + generated_secrets.SUFFIX_LENGTH * math.log2(
        len(set(generated_secrets.READABLE_CHARACTERS))
    )

    assert len(set(generated_secrets.load_words())) == len(generated_secrets.load_words())
    assert generated_secrets.token_entropy_bits() == pytest.approx(bits)
    assert bits > 51


def test_every_word_is_short_and_plain() -> None:
    assert all(re.fullmatch("[a-z]{3,6}", word) for word in generated_secrets.load_words())
    assert not generated_secrets.EXCLUDED_WORDS & set(generated_secrets.load_words())


def test_a_token_has_its_form_and_fits_its_bound() -> None:
    made = [generate_wifi_token() for _ in range(2000)]

    assert all(FORM.fullmatch(token) and len(token) <= 22 for token in made)
    assert len(set(made)) == len(made)
    assert {token[-6] for token in made} == {token[-1] for token in made} == set(generated_secrets.READABLE_CHARACTERS)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_a_derived_token_is_the_same_again(parts: list[str]) -> None:
    token = derive_subscriber_token(KEY, *parts)

    assert FORM.fullmatch(token)
    assert token == derive_subscriber_token(KEY, *parts)
    assert token != derive_subscriber_token(KEY, *parts, "1")
    assert token != derive_subscriber_token(KEY[1:], *parts)


def test_derived_tokens_stay_what_they_were() -> None:
    assert derive_subscriber_token(KEY, "ana@example.com", "0") == "filing-cross-d3d2bg"


def test_parts_of_a_derived_token_do_not_run_together() -> None:
    assert (
        derive_subscriber_token(KEY, "ab", "c")
        != derive_subscriber_token(KEY, "a", "bc")
        != derive_subscriber_token(KEY, "abc")
    )


def test_a_temporary_password_is_readable_and_strong() -> None:
    made = [generated_secrets.generate_temporary_password() for _ in range(500)]

    assert all(len(password) == 12 and set(password) <= set(generated_secrets.PASSWORD_CHARACTERS) for password in made)
    assert all(re.search("[a-z]", p) and re.search("[A-Z]", p) and re.search("[0-9]", p) for p in made)
    assert 12 * math.log2(len(set(generated_secrets.PASSWORD_CHARACTERS))) > 60
    assert len(set(made)) == len(made)


def test_nothing_that_is_read_aloud_has_look_alikes() -> None:
    assert not set("0o1liOIL") & set(
        generated_secrets.READABLE_CHARACTERS
        + generated_secrets.PASSWORD_CHARACTERS
        + generated_secrets.CODE_CHARACTERS
    )


def test_a_reset_code_has_exactly_eight_capitals_and_digits() -> None:
    made = [generated_secrets.generate_reset_code() for _ in range(500)]

    assert all(re.fullmatch("[A-Z2-9]{8}", code) for code in made)
    assert len(set(made)) == len(made)
    assert 8 * math.log2(len(set(generated_secrets.CODE_CHARACTERS))) > 38


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40))
def test_a_key_is_the_users_part_and_a_fresh_token(part: str) -> None:
    key = generate_passphrase(part)

    assert key.startswith(part)
    assert FORM.fullmatch(key[len(part) :])
    assert validate_passphrase(key) == key
    assert key != generate_passphrase(part)


def test_a_key_without_a_users_part_is_a_token() -> None:
    assert FORM.fullmatch(generate_passphrase(None))
    assert FORM.fullmatch(generate_passphrase(""))


@pytest.mark.parametrize("part", ["x" * 41, "a b", "niño", "tab\t", "line\n", "\ud800"])
def test_an_impossible_users_part_is_refused(part: str) -> None:
    with pytest.raises(KeyTextInvalid):
        generate_passphrase(part)


@pytest.mark.parametrize("text", ["", "short12", "x" * 64, "with space", "contraseña", "newline1\n", "\x7f" * 8])
def test_an_impossible_key_is_refused(text: str) -> None:
    with pytest.raises(KeyTextInvalid):
        validate_passphrase(text)


@pytest.mark.parametrize("text", ["8letters", "~" * 63, "!\"#$%&'()"])
def test_a_possible_key_is_taken_as_it_is(text: str) -> None:
    assert validate_passphrase(text) == text


@pytest.mark.parametrize("part", [None, "", "attic-", "a" * 40])
def test_a_made_key_is_known_as_one_of_its_part(part: str | None) -> None:
    key = generate_passphrase(part)

    assert is_generated_passphrase(key, part)
    assert not is_generated_passphrase(f"{key}x", part)


@pytest.mark.parametrize("text", ["attic-Correct-Horse-7", "cellar-some-words-bcdfgh", "attic-some-words", "attic-"])
def test_a_chosen_key_or_one_of_another_part_is_not(text: str) -> None:
    assert not is_generated_passphrase(text, "attic-")
