"""Sentences of the RouterOS API: what is written is read, and nothing else costs anything."""

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.adapters.routeros.codec import Malformed, SentenceReader, encode_sentence

MEGABYTE = 1_000_000
words = st.lists(st.text(min_size=1, max_size=300), max_size=5)


def reader(content: bytes, chunk: int = 65_536, answer_bytes: int = 3 * MEGABYTE) -> SentenceReader:
    """A reader of bytes that come in chunks."""
    stream = io.BytesIO(content)
    return SentenceReader(lambda most: stream.read(min(most, chunk)), answer_bytes)


@pytest.mark.parametrize(
    ("length", "prefix"),
    [
        (1, "01"),
        (0x7F, "7f"),
        (0x80, "8080"),
        (0x3FFF, "bfff"),
        (0x4000, "c04000"),
        (0x1FFFFF, "dfffff"),
        (0x200000, "e0200000"),
    ],
)
def test_a_word_begins_with_its_length_in_one_to_four_bytes(length: int, prefix: str) -> None:
    content = encode_sentence(["x" * length])

    assert content == bytes.fromhex(prefix) + b"x" * length + b"\0"
    assert reader(content).read_sentence() == ["x" * length]


def test_a_length_of_five_bytes_is_read() -> None:
    assert reader(bytes.fromhex("f000000003") + b"abc\0").read_sentence() == ["abc"]


@given(st.lists(words, min_size=1, max_size=4), st.integers(1, 7))
def test_sentences_are_read_whatever_chunks_they_come_in(sentences: list[list[str]], chunk: int) -> None:
    read = reader(b"".join(map(encode_sentence, sentences)), chunk)

    assert [read.read_sentence() for _ in sentences] == sentences


@given(st.binary(max_size=200), st.integers(1, 9))
def test_of_any_bytes_only_documented_errors_come_out(content: bytes, chunk: int) -> None:
    read = reader(content, chunk, answer_bytes=100)

    with pytest.raises((Malformed, EOFError)):
        read_all(read)


def read_all(read: SentenceReader) -> None:
    """Read until an error."""
    while True:
        read.read_sentence()


@pytest.mark.parametrize("first", range(0xF8, 0x100))
def test_a_reserved_first_byte_is_malformed(first: int) -> None:
    with pytest.raises(Malformed):
        reader(bytes([first]) + b"\0" * 8).read_sentence()


@pytest.mark.parametrize("length", ["f0ffffffff", "efffffff", "dfffff"])
def test_a_length_allocates_nothing_before_its_bytes_come(length: str) -> None:
    tracemalloc.start()

    with pytest.raises((Malformed, EOFError)):
        reader(bytes.fromhex(length) + b"few").read_sentence()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < MEGABYTE


def test_an_answer_has_at_most_its_bytes_however_many_words_it_has() -> None:
    read = reader(b"\x01x" * 200 + b"\0", answer_bytes=100)

    with pytest.raises(Malformed, match="more than 100 bytes"):
        read.read_sentence()


def test_the_next_answer_has_its_bytes_again() -> None:
    sentence = encode_sentence(["x" * 80])
    read = reader(sentence * 2, answer_bytes=100)
    read.read_sentence()

    read.begin_answer()

    assert read.read_sentence() == ["x" * 80]
