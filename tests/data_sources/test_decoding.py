"""Bytes become the right text, or the line is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.decoding import decode
from data_sources.errors import SourceError

TEXT = "id;motif\n1;Île-de-France\n2;réclamation"
LINES = TEXT.split("\n")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "windows-1252"),
    ],
)
def test_every_encoding_gives_the_same_lines(data: bytes, encoding: str) -> None:
    lines = decode(data, "f.csv")
    assert lines.texts == LINES
    assert lines.encoding == encoding


def test_lines_of_a_mixed_file_are_decoded_each_in_its_own_encoding_and_counted() -> None:
    lines = decode("id;réçu\n".encode() + "1;reçu\n".encode("cp1252") + b"2;plain\n", "f.csv")
    assert lines.texts == ["id;réçu", "1;reçu", "2;plain"]
    assert lines.fallback_lines == 1
    assert lines.encoding == "utf-8 and windows-1252"


def test_bytes_that_are_no_character_condemn_their_line_only() -> None:
    assert decode(b"id\n1\x81\xe9\n2\n", "f.csv").unreadable == {1}


def test_a_declared_encoding_is_held_to() -> None:
    lines = decode("1;€\n".encode() + b"2;\xff\n", "f.csv", "utf-8")
    assert lines.unreadable == {1}
    assert decode("é".encode("cp437"), "f.csv", "cp437").texts == ["é"]


def test_zero_characters_are_taken_out_and_counted() -> None:
    lines = decode(b"id;a\n1;b\x00c\n2;d\n3;e\n", "f.csv")
    assert lines.texts[1] == "1;bc"
    assert lines.nul_lines == 1


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_every_line_end_ends_a_line_and_no_other_character_does(end: str) -> None:
    text = end.join(["a", "b\u2028c", "d\x85e"]) + end
    assert decode(text.encode(), "f.csv").texts == ["a", "b\u2028c", "d\x85e"]


def test_what_is_no_text_or_no_encoding_is_refused() -> None:
    with pytest.raises(SourceError, match="not a text file"):
        decode(bytes(range(32)) * 50, "photo.csv")
    with pytest.raises(SourceError, match="unknown encoding 'utf-9'"):
        decode(b"a", "f.csv", "utf-9")
    with pytest.raises(SourceError, match="not valid UTF_16"):
        decode(b"a\x00\x00\xd8", "f.csv", "UTF_16")
    with pytest.raises(SourceError, match="not valid utf-16-le"):
        decode(codecs.BOM_UTF16_LE + b"a\x00\x00\xd8", "f.csv")


@pytest.mark.parametrize("encoding", ["rot13", "base64", "hex", "zip", "idna", "undefined", "unicode_escape", "a\0b"])
def test_codecs_that_are_no_encoding_of_text_are_refused(encoding: str) -> None:
    with pytest.raises(SourceError, match="unknown encoding"):
        decode(b"id;a\n1;b\n", "f.csv", encoding)


printable = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)


@given(st.lists(printable, min_size=1), st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_text_with_a_mark_comes_back_as_it_was(texts: list[str], encoding: str) -> None:
    assert decode("\n".join(texts).encode(encoding), "f.csv").texts == texts
