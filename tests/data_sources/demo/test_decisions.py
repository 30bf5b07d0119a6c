"""Actions and annotations: of every fate, tied to the stories, and none from after the extract."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from data_sources.demo import Story, stories
from data_sources.demo.decisions import decided, noted
from tests.data_sources.demo.conftest import UNTIL

DAYS = [UNTIL, date(2024, 2, 29), date(2025, 10, 1), date(2026, 1, 1), date(2026, 7, 31), date(2026, 9, 30)]


@pytest.mark.parametrize("until", DAYS)
def test_there_is_an_action_of_every_fate_whenever_the_extract_is_taken(until: date) -> None:
    actions = decided(until)
    late = [done > due for done, due in zip(actions["done"], actions["due"], strict=True) if pd.notna(done)]
    waiting = [due < until for done, due in zip(actions["done"], actions["due"], strict=True) if pd.isna(done)]
    assert (sorted(late), sorted(waiting)) == ([False, False, False, True], [False, True])
    assert (actions["decided"] < actions["due"]).all() and actions["decided"].max() < until
    assert all(done < until for done in actions["done"] if pd.notna(done))
    assert actions["reference"].is_unique and set(actions["kind"]) == {"product", "procedure", "process"}


@pytest.mark.parametrize("until", DAYS)
def test_the_actions_of_the_stories_are_done_the_day_these_begin(until: date) -> None:
    told = {story.name: story for story in stories(until)}
    by_value = decided(until).set_index("value")
    for name in ("installation_action", "delivery_action"):
        story = told[name]
        assert (by_value.loc[story.value, "done"], by_value.loc[story.value, "dimension"]) == (
            story.start,
            story.column,
        )


def test_the_billing_incident_is_noted_with_its_cause_on_its_first_and_last_day(told: dict[str, Story]) -> None:
    story = told["billing_incident"]
    notes = noted(UNTIL)
    about = notes[notes["value"] == story.value]
    assert list(about["day"]) == [story.start, story.start + timedelta(days=21)] and story.end == about["day"].max()
    assert notes["day"].max() < UNTIL and (notes["author"] != "").all()
