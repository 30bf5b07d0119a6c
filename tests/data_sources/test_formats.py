"""Formats may share a column only if no text fits two of them."""

from __future__ import annotations

import pytest

from data_sources.errors import SourceError
from data_sources.formats import has_time, is_absolute, validate_formats


@pytest.mark.parametrize(
    "formats",
    [
        ("%d-%m-%y", "%Y-%m-%d"),
        ("iso", "%d/%m/%Y", "%d/%m/%Y %H:%M"),
        ("%d-%b-%y", "%d-%m-%y"),
        ("%d/%m/%Y %H:%M", "%d/%m/%Y %I:%M %p"),
    ],
)
def test_formats_of_different_shapes_go_together(formats: tuple[str, ...]) -> None:
    validate_formats(formats)


@pytest.mark.parametrize(
    "formats", [("%d/%m/%Y", "%m/%d/%Y"), ("%d-%m-%y", "%y-%m-%d"), ("iso", "%Y-%d-%m"), ("%d/%m/%y", "%m/%d/%y")]
)
def test_formats_of_one_shape_are_refused(formats: tuple[str, ...]) -> None:
    with pytest.raises(SourceError, match="read the same texts"):
        validate_formats(formats)


def test_unknown_directives_and_dates_without_a_year_are_refused() -> None:
    with pytest.raises(SourceError, match="unknown directive %Q"):
        validate_formats(("%Q/%Y",))
    with pytest.raises(SourceError, match="no year"):
        validate_formats(("%d/%m",))


def test_formats_know_whether_they_hold_a_time_and_an_offset() -> None:
    assert has_time("%d/%m/%Y %I:%M %p") and not has_time("%d/%m/%Y")
    assert is_absolute("%Y-%m-%dT%H:%M:%SZ") and is_absolute("%Y-%m-%dT%H:%M%z") and not is_absolute("%Y-%m-%d %H:%M")
