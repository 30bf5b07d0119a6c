"""A profile is read, refused with one sentence, or written back the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.errors import SourceError
from data_sources.profile import load_profile, parse_profile, profile_names

FULL = """
source: claims
title: Réclamations
options: {delimiter: ";"}
timezone: Europe/Paris
date_formats: ["%d/%m/%Y %H:%M"]
nulls: ["?"]
columns:
  complaint_id: Numéro
  received_at: {column: Reçu, time: Heure, formats: ["%d/%m/%Y"]}
  replied_at: {column: resolu, else: clos, note: no date of reply}
  channel: {column: Canal, values: {Tél: phone}, other: other}
  compensation_granted: {column: Geste, unit: major}
constants: {country: FR}
personal: {verbatim: Texte}
drop: [Agent]
extra: [Lot]
keep_when: {Type: [R]}
fold: {key: Numéro, latest_by: maj}
"""


def test_a_profile_survives_being_written_and_read_again() -> None:
    profile = parse_profile(FULL)
    assert parse_profile(profile.to_yaml()) == profile
    assert "complaint_id: Numéro" in profile.to_yaml()
    assert "else: clos" in profile.to_yaml()


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_profile_loads_and_comes_back(name: str) -> None:
    profile = load_profile(name)
    assert parse_profile(profile.to_yaml()) == profile


def test_formats_of_a_column_take_precedence() -> None:
    profile = parse_profile(FULL)
    assert profile.formats_of("received_at") == ("%d/%m/%Y",)
    assert profile.formats_of("closed_at") == ("%d/%m/%Y %H:%M",)
    assert profile.supplies("country") and not profile.supplies("closed_at")


@pytest.mark.parametrize(
    ("yaml", "sentence"),
    [
        ("source: x\ncolums: {}", "unknown key 'colums'; nearest: columns"),
        ("source: x\ncolumns: {recieved_at: a}", "no canonical column 'recieved_at'; nearest: received_at"),
        ("source: x\ncolumns: {channel: {column: a, values: {b: fone}}}", "channel cannot be 'fone'"),
        ("source: x\nconstants: {kind: rant}", "kind cannot be 'rant'"),
        ("source: x\nconstants: {closed_at: tomorrow}", "constants.closed_at cannot be read from 'tomorrow'"),
        ("source: x\nconstants: {closed_at: 2025-02-30}", "holds a value that cannot be (day is out of range"),
        ("source: x\nconstants: {vulnerable: perhaps}", "constants.vulnerable cannot be read from 'perhaps'"),
        ("source: x\nconstants: {level: many}", "constants.level cannot be read from 'many'"),
        ("source: x\nconstants: {country: no}", "constants.country: Input should be a valid string"),
        ("source: x\nconstants: {motive: ' '}", "constants.motive cannot be read from ' '"),
        ("source: x\ntimezone: Paris", "No time zone 'Paris'"),
        ("source: Two Words", "source:"),
        ("columns: {}", "'source' is missing"),
        ("source: x\ncolumns: {motive: {column: a, time: b}}", "columns.motive is no date"),
        ("source: x\nfold: {key: a, latest_by: b}", "fold.key must be the column mapped to complaint_id"),
        ("- a", "holds no profile"),
        ("source: [", "not valid YAML at line"),
        ("source: x\ndate_formats: ['%d/%m/%Y', '%m/%d/%Y']", "read the same texts"),
    ],
)
def test_mistakes_are_named_with_what_to_do(yaml: str, sentence: str) -> None:
    with pytest.raises(SourceError) as error:
        parse_profile(yaml, "p.yaml")
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_profiles_are_found_by_name_and_by_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(FULL)
    assert load_profile(path).source == "claims"
    with pytest.raises(SourceError, match="No profile 'bostn311'; nearest: boston311"):
        load_profile("bostn311")
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SourceError, match="cannot be read as text"):
        load_profile(path)


@pytest.mark.parametrize("name", ["n" * 300, "/n/" + "n" * 300, "a\0b", "/proc/self/mem"])
def test_names_and_files_the_system_refuses_are_one_sentence(name: str) -> None:
    with pytest.raises(SourceError, match=r"cannot be read|No profile") as error:
        load_profile(name)
    assert "\n" not in str(error.value)


def test_the_time_zone_is_always_written() -> None:
    assert "timezone: Europe/Paris" in parse_profile("source: x").to_yaml()
