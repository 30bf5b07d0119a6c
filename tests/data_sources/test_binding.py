"""F31: a profile meets the columns a file really has."""

from __future__ import annotations

import pytest

from data_sources.binding import bind, column_news, used_columns
from data_sources.errors import SourceError
from data_sources.profile import parse_profile

PROFILE = parse_profile("""
source: x
columns: {complaint_id: id, received_at: {column: recu, time: heure}, replied_at: {column: repondu, else: clos}}
personal: {name: nom}
drop: [agent]
keep_when: {type: [R]}
""")
COLUMNS = ["id", "recu", "heure", "repondu", "clos", "nom", "type"]


def test_a_profile_whose_columns_are_all_there_is_bound_unchanged() -> None:
    assert bind(PROFILE, COLUMNS, "f.csv") == PROFILE


@pytest.mark.parametrize(
    ("missing", "place"),
    [
        ("id", "complaint_id"),
        ("heure", "received_at"),
        ("clos", "replied_at"),
        ("nom", "personal.name"),
        ("type", "keep_when"),
    ],
)
def test_every_missing_column_is_named_with_its_place(missing: str, place: str) -> None:
    with pytest.raises(SourceError) as error:
        bind(PROFILE, [column for column in COLUMNS if column != missing], "f.csv")
    assert str(error.value).startswith(f"f.csv: no column '{missing}'; ")
    assert str(error.value).endswith(f"under {place}.")


def test_a_column_to_drop_may_be_missing() -> None:
    assert "agent" not in COLUMNS and "agent" in used_columns(PROFILE)


def test_canonical_headers_bind_themselves_and_what_is_declared_wins() -> None:
    profile = parse_profile("source: x\ncanonical_headers: true\ncolumns: {motive: theme}")
    bound = bind(profile, ["complaint_id", "received_at", "motive", "theme", "lot"], "f.csv")
    assert {name: each.column for name, each in bound.columns.items()} == {
        "complaint_id": "complaint_id",
        "received_at": "received_at",
        "motive": "theme",
    }


def test_news_are_told_only_by_profiles_that_list_what_they_know() -> None:
    assert column_news(PROFILE, [*COLUMNS, "lot"]) == {}
    knowing = PROFILE.model_copy(update={"extra": ("type", "ancien")})
    assert column_news(knowing, [*COLUMNS, "lot"]) == {"new_column:lot": 1, "missing_column:ancien": 1}
