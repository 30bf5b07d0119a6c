"""The funnel draws what kpi.funnel judged."""

from __future__ import annotations

from dataclasses import replace

from charts.funnel import Funnel, Group, funnel
from charts.theme import LIGHT, Layout, Look
from charts.words import Words
from kpi.funnel import Limits
from kpi.spc import Side

EN = Words("en")
LIMITS = Limits(low=0.7, high=0.9, far_low=0.6, far_high=0.95)
SMALL = Group(name="", size=20, value=0.8, limits=LIMITS, tone="neutral", side=None, said="Caen: 80%")
FAR = replace(SMALL, name="<b>Lyon</b>", size=90, value=0.4, tone="breach", side=Side.LOW)
NEAR = replace(SMALL, name="Brest", size=60, value=0.93, tone="warning", side=Side.HIGH)


def drawn(*groups: Group, unit: str = "share") -> Layout:
    return funnel(Funnel(groups=groups, center=0.8, unit=unit), EN, Look(), height=300)


def test_a_group_beyond_its_limits_has_a_shape_a_colour_and_a_name() -> None:
    points = drawn(SMALL, NEAR, FAR)["data"][-1]
    assert points["marker"]["symbol"] == ["circle", "triangle-up", "triangle-down"]
    assert points["marker"]["color"] == [LIGHT.neutral, LIGHT.warning, LIGHT.breach]
    assert points["text"] == ["", "Brest", "&lt;b&gt;Lyon&lt;/b&gt;"]


def test_both_pairs_of_limits_are_drawn_and_lie_inside_the_frame() -> None:
    figure = drawn(SMALL, FAR)
    assert [trace["y"][0] for trace in figure["data"][:-1]] == [0.6, 0.95, 0.7, 0.9]
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < 0.4 and high > 0.95


def test_the_value_of_all_is_a_line_with_its_name() -> None:
    layout = drawn(SMALL)["layout"]
    assert layout["shapes"][0]["y0"] == layout["shapes"][0]["y1"] == 0.8
    assert layout["annotations"][0]["text"] == "overall 80.0%"
    assert drawn(SMALL, unit="per_1000")["layout"]["annotations"][0]["text"] == "overall 0.80"


def test_sizes_far_apart_stand_on_a_logarithmic_scale() -> None:
    assert "type" not in drawn(SMALL, FAR)["layout"]["xaxis"]
    assert drawn(SMALL, replace(FAR, size=2_000))["layout"]["xaxis"]["type"] == "log"
