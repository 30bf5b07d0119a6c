"""The columns that came later: believable, in step with the others, and without a mark on them."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_sources.demo import generate
from data_sources.demo.traces import COLUMNS
from tests.data_sources.demo.conftest import UNTIL
from tests.data_sources.demo.counting import read_lines

OF_BEFORE = "8cc2a98d3722d0d034ac42ef7644717de16a8e22b55e2217a5c37f54e4032120"


def test_the_other_columns_are_byte_for_byte_what_they_were_before(tmp_path: Path) -> None:
    """The hash is of the file that the generator wrote when it knew no such columns."""
    text = generate(tmp_path, complaints=2_000, seed=2026, until=UNTIL).complaints_csv.read_text(encoding="utf-8")
    rest = "".join(line.rsplit(",", len(COLUMNS))[0] + "\n" for line in text.splitlines())
    assert text.splitlines()[0].endswith(",".join(COLUMNS))
    assert hashlib.sha256(rest.encode()).hexdigest() == OF_BEFORE


def test_nearly_every_complaint_and_no_remark_says_how_to_reach_the_customer(lines: pd.DataFrame) -> None:
    reached = (lines["has_contact"] == "true").groupby(lines["kind"]).mean()
    assert 0.965 < reached["complaint"] < 0.985 and reached["request"] > 0.9
    assert reached["remark"] == 0
    by_channel = (lines.loc[lines["kind"] == "complaint", "has_contact"] == "true").groupby(lines["channel"]).mean()
    assert by_channel["counter"] < by_channel["email"]


def test_remarks_suggest_most(lines: pd.DataFrame) -> None:
    suggesting = (lines["has_suggestion"] == "true").groupby(lines["kind"]).mean()
    assert 0.03 < suggesting["complaint"] < 0.10 and 0.3 < suggesting["remark"] < 0.6


def test_a_process_is_an_outside_provider_s_in_all_its_complaints_or_in_none(lines: pd.DataFrame) -> None:
    outside = (lines["external_provider"] == "true").groupby(lines["responsible_process"]).mean()
    assert set(outside) == {0, 1}
    assert set(outside[outside == 1].index) == {"Raccordement", "Logistique"}


def test_slow_cases_change_hands_more_often(rows: pd.DataFrame) -> None:
    hands = rows["handoffs"].astype(int)
    assert hands.min() == 0 and hands.max() == 6
    late = rows["in_time"] == False  # noqa: E712 (missing while the deadline is ahead)
    assert hands[late].mean() > 1.5 * hands[rows["in_time"] == True].mean()  # noqa: E712
    assert 0.01 < (hands > 2).mean() < 0.04


def test_one_priority_in_twenty_five_is_changed(lines: pd.DataFrame) -> None:
    changed = lines["reprioritised"] == "true"
    assert 0.035 < changed.mean() < 0.05
    assert changed[lines["severity"] == "critique"].mean() > 2 * changed[lines["severity"] == "mineure"].mean()


@pytest.mark.parametrize("until", [date(2024, 2, 29), date(2026, 1, 1)])
def test_every_line_has_them_whenever_the_extract_is_taken(tmp_path: Path, until: date) -> None:
    made = read_lines(generate(tmp_path, complaints=300, until=until).complaints_csv)
    assert not (made[list(COLUMNS)] == "").any(axis=None)
