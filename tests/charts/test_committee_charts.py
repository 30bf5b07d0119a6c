"""A committee's charts: Pareto, map of frequency and criticality, map of France, calendar of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from charts.days import days
from charts.matrix import Dot, matrix
from charts.pareto import Row, pareto
from charts.regions import SHADES, Area, outlines, regions
from charts.theme import LIGHT, Layout, Look
from charts.words import Words
from kpi.measure import Query
from kpi.receptions import receptions
from tests.kpi.build import complaint, facts

EN, FR = Words("en"), Words("fr")
FIRST = Row(rank="1", name="<i>Bills</i>", share=0.5, low=0.4, high=0.6, text="50% ▲1", said="hover", tied=True)
ROWS = (FIRST, replace(FIRST, rank="2", name="Faults", share=0.3, low=0.2, high=0.4, text="30%", tied=False))


def texts(figure: Layout) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_a_pareto_stands_on_zero_with_each_share_s_interval() -> None:
    figure = pareto(ROWS, Look(), height=300)
    (bars,) = figure["data"]
    assert bars["x"] == [0.5, 0.3]
    assert bars["error_x"]["array"] == pytest.approx([0.1, 0.1])
    assert bars["error_x"]["arrayminus"] == pytest.approx([0.1, 0.1])
    assert figure["layout"]["xaxis"]["range"][0] == 0
    assert figure["layout"]["xaxis"]["range"][1] > 0.6


def test_ranks_that_chance_could_swap_are_joined() -> None:
    assert texts(pareto(ROWS, Look(), height=300)).count("≈") == 1
    assert len(pareto(ROWS, Look(), height=300)["layout"]["shapes"]) == 1
    assert "≈" not in texts(pareto(ROWS[1:], Look(), height=300))


def test_a_stranger_s_name_is_no_markup_and_movement_is_written() -> None:
    assert {"&lt;i&gt;Bills&lt;/i&gt;", "1", "50% ▲1"} <= set(texts(pareto(ROWS, Look(), height=300)))


DOTS = (
    Dot(name="Faults", share=0.3, weight=4.0, part=0.8, said="Faults", first=True),
    Dot(name="Bills", share=0.5, weight=1.0, part=0.2, said="Bills", first=False),
)


def test_what_is_to_be_treated_first_has_a_shape_as_well_as_a_colour() -> None:
    (trace,) = matrix(DOTS, 0.5, 2.0, EN, Look(), height=300)["data"]
    assert trace["marker"]["symbol"] == ["diamond", "circle"]
    assert trace["marker"]["color"] == [LIGHT.warning, LIGHT.neutral]
    large, small = trace["marker"]["size"]
    assert (large / small) ** 2 == pytest.approx(4)


def test_the_averages_are_lines_and_every_dot_lies_inside() -> None:
    layout = matrix(DOTS, 0.5, 2.0, EN, Look(), height=300)["layout"]
    assert [(s.get("x0"), s.get("y0")) for s in layout["shapes"]] == [(0.5, 0), (0, 2.0)]
    low, high = layout["xaxis"]["range"]
    assert low < 0.3 < 0.5 < high


def test_a_name_that_would_lie_on_another_is_left_to_the_hover() -> None:
    near = [replace(DOTS[1], name=f"Price {place}", weight=1.01, part=0.1 / place) for place in (1, 2, 3)]
    written = texts(matrix((*DOTS, *near), 0.5, 2.0, EN, Look(), height=300))
    assert {"Bills", "Price 1"} <= set(written)
    assert "Price 3" not in written


def test_every_region_has_a_closed_outline_and_its_figure_lies_inside_it() -> None:
    assert len(outlines()) == 13
    for shape in outlines().values():
        assert shape["ring"][0] == shape["ring"][-1]
        (x, y), ring = shape["at"], shape["ring"]
        assert min(a for a, _ in ring) < x < max(a for a, _ in ring)
        assert min(b for _, b in ring) < y < max(b for _, b in ring)


def test_neighbours_share_their_border() -> None:
    points = {name: {tuple(point) for point in shape["ring"]} for name, shape in outlines().items()}
    assert len(points["Bretagne"] & points["Pays de la Loire"]) > 5
    assert all(
        any(own & other for name, other in points.items() if name != one)
        for one, own in points.items()
        if one != "Corse"
    )


AREAS = (
    Area(name="Bretagne", value=2.0, text="2.0", said="Bretagne", mark="▲ "),
    Area(name="Corse", value=1.0, text="1.0", said="Corse"),
    Area(name="Normandie", value=None, text="—", said="Normandie"),
    Area(name="Utopia", value=9.0, text="9", said="Utopia"),
)


def test_regions_are_shaded_by_value_and_others_are_not_drawn() -> None:
    layout = regions(AREAS, Look(), height=300)["layout"]
    shades = dict(zip(outlines(), layout["shapes"], strict=True))
    assert (shades["Bretagne"]["opacity"], shades["Corse"]["opacity"]) == (SHADES[-1], SHADES[0])
    assert shades["Normandie"]["fillcolor"] == shades["Occitanie"]["fillcolor"] == LIGHT.band
    assert texts(regions(AREAS, Look(), height=300)) == ["<b>▲ 2.0</b>", "<b>1.0</b>", "<b>—</b>"]


def test_text_on_a_dark_region_is_light() -> None:
    colours = [note["font"]["color"] for note in regions(AREAS, Look(), height=300)["layout"]["annotations"]]
    assert colours[:2] == [LIGHT.surface, LIGHT.ink]


def test_alike_values_are_shaded_alike() -> None:
    same = (AREAS[1], replace(AREAS[0], value=1.0))
    drawn = regions(same, Look(), height=300)["layout"]["shapes"]
    assert {shape["opacity"] for shape in drawn if shape["fillcolor"] == LIGHT.neutral} == {SHADES[2]}


def test_a_day_stands_in_its_week_and_on_its_weekday() -> None:
    known = facts([complaint("2024-03-05")] * 3 + [complaint("2024-03-13")])
    found = receptions(known, Query(metrics=("volume",), as_of=date(2024, 3, 14)))
    figure = days(found, FR, Look(), height=200)
    (cells,) = figure["data"]
    assert len(cells["z"]) == 7
    assert cells["z"][1] == [3, 0]
    assert cells["z"][2] == [0, 1]
    assert cells["z"][0] == [None, 0]
    assert cells["text"][1][0] == "mardi 5 mars 2024\N{NO-BREAK SPACE}: 3 réclamations"
    assert figure["layout"]["shapes"][0]["x0"] == -0.5
