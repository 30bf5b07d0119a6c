"""The page of causes and actions in words: what it says must follow from what was judged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from charts.words import Words
from kpi.causes import causes
from kpi.measure import Query
from tests.kpi.build import facts
from tests.kpi.test_action_log import AS_OF, acted, log, row, upheld
from ui import actions
from ui.show import Tone

EN, FR = Words("en"), Words("fr")
YEAR = Query(metrics=("volume",), as_of=AS_OF, start=date(2024, 7, 1), end=AS_OF)
ACTED = Query(metrics=actions.OF_ACTIONS, as_of=AS_OF)


@pytest.mark.parametrize(
    ("rows", "sentence", "detail", "tone"),
    [
        (
            [row("A-1")],
            "1 action has shown its effect, of 1 that the figures can judge.",
            "None is overdue.",
            Tone.GOOD,
        ),
        (
            [row("A-1", value="Bill")],
            "0 actions have shown their effect, of 1 that the figures can judge.",
            "1 was followed by a worsening. None is overdue.",
            Tone.BREACH,
        ),
        (
            [row("A-1"), row("A-2", done=None)],
            "1 action has shown its effect, of 1 that the figures can judge.",
            "1 is overdue and not done.",
            Tone.BREACH,
        ),
        ([row("A-1", due="2025-12-31", done=None)], "No action can be judged yet.", "None is overdue.", Tone.NEUTRAL),
        ([], "No corrective action is recorded.", "Load them with", Tone.NEUTRAL),
    ],
)
def test_the_first_sentence_says_what_worked_and_what_is_late(
    rows: list[dict[str, Any]], sentence: str, detail: str, tone: Tone
) -> None:
    found = actions.headline(EN, log(acted(10), *rows))
    assert found[0] == sentence
    assert found[1].startswith(detail)
    assert found[2] is tone


def test_what_is_not_shown_is_counted() -> None:
    detail = actions.headline(EN, log(acted(40), row("A-1"), row("A-2", value="Bill")))[1]
    assert detail == "Of 2 no effect is shown. None is overdue."


def test_the_same_in_french() -> None:
    sentence, _, _ = actions.headline(FR, log(acted(10), row("A-1")))
    assert sentence == "1 action a démontré son effet, sur 1 que les chiffres permettent de juger."


@pytest.mark.parametrize(
    ("after", "tone", "says"),
    [(10, Tone.GOOD, "Effective: "), (40, Tone.WARNING, "Effect not shown: "), (90, Tone.BREACH, "Worse: ")],
)
def test_an_action_says_whether_it_worked_in_its_tone(after: int, tone: Tone, says: str) -> None:
    (found,) = log(acted(after), row("A-1"))
    title, finding, shown = actions.card(EN, found)
    assert title == "A-1 · Replace the part"
    assert finding.startswith(says) and shown is tone
    drawn = actions.series(found)
    assert drawn is not None and len(drawn.chart.segments) == 2 and drawn.better == "down"
    told = actions.notes(EN, found)
    assert told[0] == "Done on time · due 31 December 2024 · Quality"
    assert told[1].startswith("Curve: share of “Fault”") and told[2].startswith("Share against other complaints: × ")
    assert "seasons cancel" in told[3]
    answer = actions.after(found)
    assert answer is not None and answer.figure.n == 6 * after


def test_what_cannot_be_judged_draws_nothing() -> None:
    (found,) = log(acted(10), row("A-1", done=None))
    assert actions.series(found) is None and actions.after(found) is None
    assert actions.notes(EN, found) == ["Overdue, not done · due 31 December 2024 · Quality"]
    assert actions.card(EN, found)[1] == "Not done yet: nothing to judge"


def shown(*rows: dict[str, Any]) -> dict[str, Any]:
    from dataclasses import replace

    from kpi.actions import actions as read

    known = replace(acted(10), actions=read(rows))
    figures = actions.measured(known, YEAR, ACTED)
    return {tile.key: (tile, answer) for tile, answer in actions.tiles(EN, log(known, *rows), figures, YEAR, ACTED)}


def test_seven_tiles_at_most_and_those_on_complaints_open() -> None:
    found = shown(row("A-1"), row("A-2", done=None, due="2025-01-31"))
    assert len(found) == 7
    late, _ = found["overdue"]
    assert (late.values[0].text, late.tone, late.notes) == (
        "1",
        Tone.BREACH,
        ("Since 31 January 2025: Replace the part",),
    )
    assert found["actions_on_time"][0].values[0].text == "50.0%"
    assert found["actions_effective"][0].values[0].text == "100.0%"
    assert found["repeat"][1] is not None and found["actions_on_time"][1] is None


def test_without_actions_every_figure_on_them_is_a_dash() -> None:
    found = shown()
    assert [found[key][0].values[0].text for key in ("overdue", *actions.OF_ACTIONS)] == ["—"] * 3
    assert found["cause_known"][0].tone is Tone.NONE


def test_nothing_late_is_good() -> None:
    late, _ = shown(row("A-1"))["overdue"]
    assert (late.values[0].text, late.tone) == ("0", Tone.GOOD)


def test_the_first_pair_of_causes_is_named_and_every_pair_opens() -> None:
    known = facts([*upheld("machine", "no check", 5), *upheld("method", "sample", 2), *upheld("method", None, 3)])
    found = causes(known, Query(metrics=("volume",), as_of=AS_OF, start=date(2025, 6, 1), end=AS_OF))
    title, finding, grid = actions.grid(EN, found)
    assert finding == "Most often: “machine”, let through by “no check” (5 of 10 complaints upheld)."
    assert grid is not None
    assert (grid.rows, grid.columns, grid.counts) == (("machine", "method"), ("no check", "sample"), ((5, 0), (0, 2)))
    assert grid.said[0][0] == "machine × no check: 5 complaints"
    assert title.endswith("(June 2025)")
    assert [(name, answer.figure.n) for name, answer in actions.pairs(found)] == [
        ("machine × no check", 5),
        ("method × sample", 2),
    ]


def test_without_causes_the_reason_stands_there() -> None:
    known = facts([*upheld("machine", None, 5)])
    found = causes(known, Query(metrics=("volume",), as_of=AS_OF))
    assert actions.grid(EN, found)[1:] == ("No complaint upheld has both of its causes.", None)


def test_cards_stand_two_a_row() -> None:
    found = log(acted(10), row("A-1"), row("A-2"), row("A-3"))
    assert [len(pair) for pair in actions.paired(found)] == [2, 1]
