"""The control chart draws what kpi.spc found, in the right direction."""

from __future__ import annotations

import pytest

from charts.control import Series, control, ticks
from charts.theme import LIGHT, Layout, Look
from charts.words import Words
from kpi.spc import Annotation, History, Rebase, Side, p, xmr

EN = Words("en")
NOTHING = History()
STEADY = [0.8, 0.82, 0.79, 0.81, 0.8, 0.82, 0.79, 0.81, 0.8, 0.82, 0.79, 0.81]


def series(values: list[float], better: str, history: History = NOTHING, **more: object) -> Series:
    months = [f"20{24 + i // 12}-{i % 12 + 1:02}" for i in range(len(values))]
    chart = xmr(list(zip(months, values, strict=True)), floor=0, history=history)
    assert chart is not None
    return Series(chart=chart, unit="share", better=better, **more)  # type: ignore[arg-type]


def rebased(values: list[float], period: str) -> Series:
    return series(values, "up", History(rebases=(Rebase(period=period, reason="moved", author="A. Martin"),)))


def corners(shape: Layout) -> list[tuple[float, float]]:
    """The corners of a path, as numbers."""
    pairs = (pair.split(",") for pair in shape["path"].strip("MZ").split("L"))
    return [(float(x), float(y)) for x, y in pairs]


def drawn(values: list[float], better: str = "up", **more: object) -> Layout:
    return control(series(values, better, **more), EN, Look(), height=300)


@pytest.mark.parametrize(
    ("last", "better", "symbol", "colour"),
    [
        (0.5, "up", "triangle-down", LIGHT.breach),
        (0.99, "up", "triangle-up", LIGHT.good),
        (0.5, "down", "triangle-down", LIGHT.good),
        (0.99, "down", "triangle-up", LIGHT.breach),
        (0.99, "neutral", "triangle-up", LIGHT.warning),
        (0.8, "up", "circle", LIGHT.neutral),
    ],
)
def test_a_signal_has_the_shape_of_its_side_and_the_colour_of_its_meaning(
    last: float, better: str, symbol: str, colour: str
) -> None:
    marker = drawn([*STEADY, last], better)["data"][0]["marker"]
    assert (marker["symbol"][-1], marker["color"][-1]) == (symbol, colour)


def test_every_value_is_drawn_and_the_newest_is_written() -> None:
    figure = drawn([*STEADY, 0.5])
    assert figure["data"][0]["y"] == [*STEADY, 0.5]
    assert figure["layout"]["annotations"][0]["text"] == "<b>50.0%</b>"


def test_the_band_is_the_limits_and_the_dashes_are_the_target() -> None:
    made = series(STEADY, "up", target=0.9)
    band, mean, goal = control(made, EN, Look(), height=300)["layout"]["shapes"]
    low, high, middle = made.chart.lower, made.chart.upper, made.chart.center
    assert corners(band) == [(-0.6, high), (11.6, high), (11.6, low), (-0.6, low)]
    assert corners(mean) == [(-0.6, middle), (11.6, middle)]
    assert (goal["y0"], goal["line"]["dash"]) == (0.9, "dash")


def test_limits_step_where_the_number_of_cases_changes() -> None:
    chart = p([(f"2024-{i + 1:02}", n // 2, n) for i, n in enumerate([100, 100, 100, 50, 200, 200])])
    assert chart is not None
    band, mean = control(Series(chart=chart, unit="share", better="up"), EN, Look(), height=300)["layout"]["shapes"]
    many, few, most = (chart.points[i].upper for i in (0, 3, 4))
    assert corners(band)[:6] == [(-0.6, many), (2.5, many), (2.5, few), (3.5, few), (3.5, most), (5.6, most)]
    assert corners(band)[6:] == [(x, pytest.approx(1 - y)) for x, y in reversed(corners(band)[:6])]
    assert (corners(mean)[0], corners(mean)[-1], {y for _, y in corners(mean)}) == ((-0.6, 0.5), (5.6, 0.5), {0.5})


def test_each_segment_has_a_band_of_its_own_and_a_provisional_one_a_dashed_centre() -> None:
    made = rebased([*STEADY, *[value / 2 for value in STEADY[:7]]], "2025-01")
    before, first, after, second, line = control(made, EN, Look(), height=300)["layout"]["shapes"]
    assert [corners(before)[0][0], corners(before)[1][0], corners(after)[0][0]] == [-0.6, 11.5, 11.5]
    assert corners(first)[0][1] == pytest.approx(2 * corners(second)[0][1], rel=0.02)
    assert (first["line"]["dash"], second["line"]["dash"]) == ("solid", "dash")
    assert (line["x0"], line["line"]["dash"]) == (11.5, "solid")


def test_a_segment_without_limits_leaves_the_others_theirs() -> None:
    made = rebased([*STEADY, 0.4], "2025-01")
    figure = control(made, EN, Look(), height=300)["layout"]
    assert [shape["type"] for shape in figure["shapes"]] == ["path", "path", "line"]
    low, high = figure["yaxis"]["range"]
    assert low < 0.4 < made.chart.segments[0].points[0].upper < high < 1.5


def test_a_rebase_says_its_reason_and_an_annotation_its_text() -> None:
    history = History(
        rebases=(Rebase(period="2025-01", reason="new <call> centre", author="A. Martin"),),
        annotations=(
            Annotation(at="2024-03-12", text="strike " * 10, author="A. Martin"),
            Annotation(at="2030-01-01", text="not on the chart", author="A. Martin"),
        ),
    )
    figure = control(series([*STEADY, *STEADY], "up", history=history), EN, Look(), height=300)["layout"]
    noted, moved = figure["annotations"][1:]
    assert (noted["x"], noted["xanchor"], len(noted["text"])) == (2, "left", 40)
    assert (moved["x"], moved["text"], moved["yshift"] < 0) == (11.5, "new &lt;call&gt; centre", True)
    assert [line["line"]["dash"] for line in figure["shapes"][-2:]] == ["dot", "solid"]


def test_weeks_and_quarters_are_named_on_the_axis_and_under_the_pointer() -> None:
    for label, tick, said in (("Q3", "Q3<br>2024", "Q3 2024: 79.0%"), ("W27", "W27<br>2024", "week 27 of 2024: 79.0%")):
        chart = xmr([(f"2023-{label}", 0.8), (f"2024-{label}", 0.79)])
        assert chart is not None
        figure = control(Series(chart=chart, unit="share", better="up"), EN, Look(), height=300)
        assert figure["layout"]["xaxis"]["ticktext"] == [tick]
        assert figure["data"][0]["text"][-1] == said


def test_without_enough_points_there_is_no_band() -> None:
    assert drawn(STEADY[:3], limits=False)["layout"]["shapes"] == []


def test_the_target_and_the_limits_are_inside_the_axis() -> None:
    made = series(STEADY, "up", target=0.99)
    low, high = control(made, EN, Look(), height=300)["layout"]["yaxis"]["range"]
    assert low < made.chart.lower < made.chart.upper < 0.99 < high


def test_the_target_s_name_avoids_the_points() -> None:
    above = drawn([0.93] * 6 + [0.7] * 6, target=0.9)["layout"]["annotations"][1]
    assert (above["x"], above["yanchor"]) != (0, "bottom")


def test_a_point_says_its_month_its_value_and_its_rule() -> None:
    assert drawn([*STEADY, 0.5])["data"][0]["text"][-1] == "January 2025: 50.0%<br>below the lower limit"


def test_months_are_named_in_the_reader_s_language() -> None:
    figure = control(series(STEADY, "up"), Words("fr"), Look(), height=300)
    assert figure["layout"]["xaxis"]["ticktext"][-1] == "déc.<br>2024"


def test_values_that_never_move_are_drawn() -> None:
    assert drawn([0.8] * 12)["data"][0]["y"] == [0.8] * 12


def test_a_series_of_zeros_is_drawn() -> None:
    assert drawn([0.0] * 12)["layout"]["yaxis"]["range"][1] > 0


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 100, [0, 25, 50, 75, 100]), (0.78, 0.93, [0.8, 0.85, 0.9]), (6.4, 9.7, [7, 8, 9])],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == expected


def test_plain_lists_only_so_that_a_writer_without_numpy_can_draw_it() -> None:
    data = drawn(STEADY)["data"][0]
    assert all(isinstance(data[name], list) for name in ("x", "y", "text"))
    assert Side.HIGH.value == "high"
