"""Colours can be read, told apart, and are the same in Streamlit's configuration."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from charts.theme import DARK, LIGHT, Look, Palette, axis, layout

CONFIG = tomllib.loads((Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))
PALETTES = [("light", LIGHT), ("dark", DARK)]
TEXT = ("neutral", "good", "breach", "warning", "target", "muted", "ink")
# Machado, Oliveira and Fernandes (2009), severity 1.0.
DEFICIENCIES = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted(
        (sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True)) for colour in (one, other)),
        reverse=True,
    )
    return (bright + 0.05) / (dark + 0.05)


def seen(colour: str, deficiency: str) -> list[float]:
    rgb = linear(colour)
    return [sum(w * c for w, c in zip(row, rgb, strict=True)) for row in DEFICIENCIES[deficiency]]


@pytest.mark.parametrize(("mode", "palette"), PALETTES)
def test_streamlit_is_configured_with_the_same_colours(mode: str, palette: Palette) -> None:
    theme = CONFIG["theme"][mode]
    assert tuple(theme["chartCategoricalColors"]) == palette.colours()
    assert (theme["textColor"], theme["secondaryBackgroundColor"]) == (palette.ink, palette.surface)
    assert theme["redColor"] == palette.breach


@pytest.mark.parametrize(("mode", "palette"), PALETTES)
@pytest.mark.parametrize("meaning", TEXT)
def test_words_in_a_colour_can_be_read_on_a_card_and_on_the_page(mode: str, palette: Palette, meaning: str) -> None:
    page = CONFIG["theme"][mode]["backgroundColor"]
    colour = getattr(palette, meaning)
    assert contrast(colour, palette.surface) >= 4.5
    assert contrast(colour, page) >= 4.5


@pytest.mark.parametrize(("mode", "palette"), PALETTES)
def test_limits_can_be_seen(mode: str, palette: Palette) -> None:
    assert contrast(palette.limits, palette.surface) >= 3


@pytest.mark.parametrize(("mode", "palette"), PALETTES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_good_breach_and_neutral_stay_apart_for_every_kind_of_colour_vision(
    mode: str, palette: Palette, deficiency: str
) -> None:
    for one, other in combinations((palette.good, palette.breach, palette.neutral), 2):
        first, second = seen(one, deficiency), seen(other, deficiency)
        assert max(abs(a - b) for a, b in zip(first, second, strict=True)) > 0.06


@pytest.mark.parametrize(("mode", "palette"), PALETTES)
def test_the_button_colour_carries_white_text(mode: str, palette: Palette) -> None:
    assert contrast("#FFFFFF", CONFIG["theme"][mode]["primaryColor"]) >= 4.5


def test_a_figure_is_transparent_and_quiet() -> None:
    drawn = layout(Look(), height=300)
    assert drawn["paper_bgcolor"] == drawn["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert drawn["height"] == 300
    assert drawn["showlegend"] is False
    assert axis(Look(), range=[0, 1])["showgrid"] is False


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("browser", "gatherUsageStats", False),
        ("client", "showErrorDetails", "none"),
        ("client", "disableDataExport", True),
        ("client", "toolbarMode", "minimal"),
        ("runner", "postScriptGC", False),
        ("server", "address", "127.0.0.1"),
        ("server", "enableAgentApi", False),
    ],
)
def test_streamlit_is_configured_to_keep_to_itself(section: str, key: str, value: object) -> None:
    assert CONFIG[section][key] == value
