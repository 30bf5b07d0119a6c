"""A proposal corrected by a person."""

from __future__ import annotations

import pytest

from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.propose import ColumnProposal
from ui.mapping import DROP, EXTRA, PERSONAL, corrected, place_of

PROFILE = Profile.model_validate(
    {
        "source": "crm",
        "columns": {
            "complaint_id": "No",
            "received_at": {"column": "Date", "formats": ["%d/%m/%Y"]},
            "channel": {"column": "Canal", "values": {"Tel": "phone"}, "other": "other"},
            "replied_at": {"column": "Réponse", "else": "Clôture"},
        },
        "personal": {"verbatim": "Texte"},
        "extra": ["Divers"],
        "fold": {"key": "No", "latest_by": "Date"},
    }
)


def test_without_corrections_the_profile_is_the_proposed_one() -> None:
    assert corrected(PROFILE, "crm", {}) is PROFILE


def test_a_column_moves_to_its_new_meaning_with_the_formats_proven_for_it() -> None:
    found = corrected(PROFILE, "crm", {"Date": "sent_at", "Réponse": "received_at"})
    assert found.columns["sent_at"].column == "Date"
    assert found.columns["sent_at"].formats == ("%d/%m/%Y",)
    assert found.columns["received_at"].column == "Réponse"
    assert "replied_at" not in found.columns


def test_a_column_that_loses_its_place_is_kept_among_the_extra_ones() -> None:
    found = corrected(PROFILE, "crm", {"Divers": "channel"})
    assert found.columns["channel"].column == "Divers"
    assert found.columns["channel"].other == "other"
    assert found.extra == ("Canal",)


@pytest.mark.parametrize(
    ("place", "personal", "drop", "extra"),
    [
        (PERSONAL, {"verbatim": "Texte", "canal": "Canal"}, (), ("Divers",)),
        (DROP, {"verbatim": "Texte"}, ("Canal",), ("Divers",)),
        (EXTRA, {"verbatim": "Texte"}, (), ("Divers", "Canal")),
    ],
)
def test_a_column_can_be_set_apart(place: str, personal: object, drop: object, extra: object) -> None:
    found = corrected(PROFILE, "crm", {"Canal": place})
    assert (dict(found.personal), found.drop, found.extra) == (personal, drop, extra)
    assert "channel" not in found.columns


def test_two_columns_cannot_be_the_same() -> None:
    with pytest.raises(SourceError, match="can't both be sent_at"):
        corrected(PROFILE, "crm", {"Date": "sent_at", "Divers": "sent_at"})


def test_an_identifier_that_moves_ends_the_fold() -> None:
    assert corrected(PROFILE, "crm", {"Divers": "complaint_id"}).fold is None
    assert corrected(PROFILE, "crm", {"Canal": "product"}).fold == PROFILE.fold


@pytest.mark.parametrize(
    ("typed", "source"), [("Mon CRM", "mon_crm"), ("../../etc/passwd", "etc_passwd"), ("<b>", "b"), ("", "source")]
)
def test_a_source_s_name_is_made_plain(typed: str, source: str) -> None:
    assert corrected(PROFILE, typed, {}).source == source


def test_a_proposal_s_place_is_its_meaning_or_where_it_is_kept() -> None:
    one = ColumnProposal(raw="a", canonical="channel", confidence=1, why="", place="canonical")
    other = ColumnProposal(raw="b", canonical=None, confidence=1, why="", place="drop")
    assert (place_of(one), place_of(other)) == ("channel", "drop")


def test_the_zone_can_be_set_right_and_is_kept_otherwise() -> None:
    assert corrected(PROFILE, "crm", {}, "America/New_York").timezone == "America/New_York"
    assert corrected(PROFILE, "crm", {"Divers": "channel"}).timezone == PROFILE.timezone
