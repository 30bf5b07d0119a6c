"""The visual language of every chart: colours by meaning, type, and the layout all figures share.

Says how things look; knows no metric and no Streamlit. docs/visual-language.md explains the choices.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

Layout = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Palette:
    """One colour for each meaning. Blue and vermilion stay apart for every kind of colour vision."""

    neutral: str
    good: str
    breach: str
    warning: str
    target: str
    limits: str
    band: str
    muted: str
    surface: str
    ink: str

    def colours(self) -> tuple[str, ...]:
        """In the order of `chartCategoricalColors` in .streamlit/config.toml."""
        return astuple(self)


LIGHT = Palette(
    neutral="#44566C",
    good="#0B62A8",
    breach="#B8300F",
    warning="#8A5A00",
    target="#14202E",
    limits="#7C8A9B",
    band="#E9EDF2",
    muted="#526071",
    surface="#FFFFFF",
    ink="#14202E",
)
DARK = Palette(
    neutral="#A9B8C8",
    good="#7DBBF5",
    breach="#FF917A",
    warning="#F0B64A",
    target="#EAF0F6",
    limits="#8A99AA",
    band="#243040",
    muted="#A3B1C0",
    surface="#18212C",
    ink="#EAF0F6",
)

FONT = "Source Sans, Segoe UI, DejaVu Sans, sans-serif"
PRINT_FONT = "DejaVu Sans"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one medium shows a figure: its colours, its font and the size of its small print in pixels."""

    palette: Palette = LIGHT
    font: str = FONT
    size: int = 14


def layout(look: Look, *, height: int, margin: tuple[int, int, int, int] = (8, 12, 8, 28)) -> Layout:
    """The layout that every figure starts from; `margin` is left, right, top, bottom."""
    left, right, top, bottom = margin
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 4, "autoexpand": True},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": look.font, "size": look.size, "color": look.palette.muted},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": look.font, "size": look.size}, "align": "left"},
        "dragmode": False,
        "separators": ", ",
    }


def axis(look: Look, **more: object) -> Layout:
    """A quiet axis: no zero line, no grid unless asked, labels in the muted colour."""
    return {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": look.palette.muted, "size": look.size},
        **more,
    }
