"""Bytes to lines of text, by ourselves: no library guesses an encoding here.

UTF-8 (with or without a mark), UTF-16 and UTF-32 by their mark or their zero bytes; a line that is not UTF-8
is read as Windows-1252, and counted. Bytes that mean nothing there either condemn their line only.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from data_sources.errors import SourceError
from data_sources.texts import Texts

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_BINARY_SHARE = 0.1
_UNDEFINED = re.compile(b"[\x81\x8d\x8f\x90\x9d]")
_NO_TEXT = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined")
"""Codecs of Python that no export is written in."""
_NUL = "\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Physical lines without their ends. `unreadable` holds the indexes of lines no encoding explains."""

    texts: Sequence[str]
    encoding: str
    fallback_lines: int = 0
    nul_lines: int = 0
    unreadable: frozenset[int] = field(default_factory=frozenset)


def decode(data: bytes, name: str, encoding: str | None = None) -> Lines:
    """The lines of a text file; CR, LF and CRLF all end a line."""
    body, chosen = _strip_mark(data)
    declared = chosen or encoding
    if declared is not None and _canonical(declared, name) != "utf-8":
        return _without_nul(_decode_as(body, declared, name))
    _refuse_binary(body, name)
    return _without_nul(_decode_utf8(body, fallback=encoding is None))


def _strip_mark(data: bytes) -> tuple[bytes, str | None]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :], encoding
    return data, _zero_byte_encoding(data[:_SAMPLE])


def _zero_byte_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has a zero in every other byte."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.1 else None


def _canonical(encoding: str, name: str) -> str:
    try:
        found = codecs.lookup(encoding).name.replace("utf-8-sig", "utf-8")
        b"a".decode(found, errors="replace")  # refuses what turns no bytes into text: rot13, base64
    except (LookupError, ValueError):
        found = ""
    if not found or found in _NO_TEXT:
        raise SourceError(
            f"{name}: unknown encoding '{encoding}'; use utf-8, windows-1252 or utf-16. "
            "Correct it in the profile under options.encoding."
        )
    return found


def _refuse_binary(body: bytes, name: str) -> None:
    sample = body[:_SAMPLE]
    control = sum(byte < 9 or 13 < byte < 27 for byte in sample)
    if control > len(sample) * _BINARY_SHARE:
        raise SourceError(f"{name} is not a text file; export it again as CSV in UTF-8.")


def _decode_as(body: bytes, encoding: str, name: str) -> Lines:
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        if _canonical(encoding, name).startswith(("utf-16", "utf-32")):
            raise SourceError(
                f"{name} is not valid {encoding} after byte {error.start}; export it again as CSV in UTF-8."
            ) from None
        return _decode_lines(body, encoding)
    return Lines(texts=_split(text), encoding=encoding)


def _decode_lines(body: bytes, encoding: str) -> Lines:
    """A declared single-byte encoding that some bytes contradict: those lines are unreadable."""
    texts, bad = [], set()
    for index, line in enumerate(_split_bytes(body)):
        try:
            texts.append(line.decode(encoding))
        except UnicodeDecodeError:
            bad.add(index)
            texts.append(line.decode(encoding, errors="replace"))
    return Lines(texts=texts, encoding=encoding, unreadable=frozenset(bad))


def _decode_utf8(body: bytes, *, fallback: bool) -> Lines:
    texts = Texts(_unified(body))
    try:
        texts.column().validate(full=True)
    except pa.ArrowInvalid:
        return _decode_mixed(body) if fallback else _decode_lines(body, "utf-8")
    return Lines(texts=texts, encoding="utf-8")


def _decode_mixed(body: bytes) -> Lines:
    """UTF-8 where a line is UTF-8, Windows-1252 elsewhere."""
    texts, bad, accented, fallback_lines = [], set(), 0, 0
    for index, line in enumerate(_split_bytes(body)):
        try:
            texts.append(line.decode("utf-8"))
            accented += not line.isascii()
        except UnicodeDecodeError:
            fallback_lines += 1
            texts.append(line.decode("cp1252", errors="replace"))
            if _UNDEFINED.search(line):
                bad.add(index)
    encoding = "utf-8 and windows-1252" if accented else "windows-1252"
    return Lines(texts=texts, encoding=encoding, fallback_lines=fallback_lines, unreadable=frozenset(bad))


def _without_nul(lines: Lines) -> Lines:
    """A zero character is no text: it is taken out, and the lines that had one are counted."""
    if isinstance(lines.texts, Texts) and not lines.texts.holds(_NUL):
        return lines
    touched = sum(_NUL in text for text in lines.texts)
    return Lines(
        texts=[text.replace(_NUL, "") for text in lines.texts] if touched else lines.texts,
        encoding=lines.encoding,
        fallback_lines=lines.fallback_lines,
        nul_lines=touched,
        unreadable=lines.unreadable,
    )


def _split(text: str) -> list[str]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix("\n").split("\n")


def _split_bytes(body: bytes) -> list[bytes]:
    return _unified(body).removesuffix(b"\n").split(b"\n")


def _unified(body: bytes) -> bytes:
    return body.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in body else body
