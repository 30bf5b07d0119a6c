"""How a figure looks on a page: verdict, tile, chart card, and the lines behind it. Shows; decides nothing.

Our own HTML holds nothing but escaped text: a complaint's words or a file's name never become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape
from pathlib import Path

import pyarrow as pa
import streamlit as st

from charts.theme import Layout, Look, Palette
from charts.words import Words

# Streamlit's frontend replaces these by the colours that .streamlit/config.toml lists under chartCategoricalColors, for
# the theme that is on: a figure drawn once is right in light and dark. tests/pages pins it.
SCREEN = Look(palette=Palette(*(f"#0000{place:02}" for place in range(1, 11))))
TOGETHER = "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"  # "n = 5" stays on one line
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
MARKUP = re.compile(r"[\\`*_{}\[\]()#+\-.!|~<>$:]")
LOOK = Path(__file__).with_name("look.css")


class Tone(StrEnum):
    """What a colour means. `none`: there is no figure."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WARNING = "warning"
    BREACH = "breach"
    NONE = "none"


ICONS = {
    Tone.NEUTRAL: "remove",
    Tone.GOOD: "check_circle",
    Tone.WARNING: "warning",
    Tone.BREACH: "error",
    Tone.NONE: "help",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A figure as shown, with what it is when several stand side by side."""

    text: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure with its verdict in words, its small print, its definition and the way to its lines."""

    key: str
    label: str
    values: tuple[Value, ...]
    tone: Tone = Tone.NEUTRAL
    word: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A day, and what happened on it or was promised for it; the tone tells a promise that is past and unkept."""

    day: date
    text: str
    promised: bool = False
    tone: Tone = Tone.NEUTRAL


def style() -> None:
    """Add the visual language to the page."""
    st.html(LOOK)


def icon(tone: Tone) -> str:
    """The icon of a tone; it repeats the word beside it, so it is hidden from screen readers."""
    return f'<span class="vg-i" aria-hidden="true">{ICONS[tone]}</span>'


def banner(sentence: str, detail: str, tone: Tone) -> None:
    """The page's answer in one sentence."""
    small = f"<small>{escape(detail)}</small>" if detail else ""
    st.html(f'<div class="vg-banner vg-{tone}">{icon(tone)}<p>{escape(sentence)}{small}</p></div>')


@contextmanager
def card(key: str) -> Iterator[None]:
    """A surface for one figure or chart, as tall as its neighbours."""
    with st.container(border=True, key=f"vg-card-{key}", height="stretch", gap="xxsmall"):
        yield


def tile(shown: Tile) -> None:
    """The inside of a tile."""
    values = "".join(_value(value, shown.tone) for value in shown.values)
    word = f'<div class="vg-word vg-{shown.tone}">{icon(shown.tone)}<span>{escape(shown.word)}</span></div>'
    notes = "".join(
        f'<div class="vg-note">{escape(note.replace(" = ", TOGETHER))}</div>' for note in shown.notes if note
    )
    st.html(
        f'<div class="vg-label">{escape(shown.label)}</div><div class="vg-pair">{values}</div>'
        f"{word if shown.word else ''}{notes}"
    )


def _value(value: Value, tone: Tone) -> str:
    caption = f"<small>{escape(value.caption)}</small>" if value.caption else ""
    return f'<div class="vg-value vg-{tone}">{escape(value.text)}{caption}</div>'


def definition(name: str, text: str, *small: str) -> None:
    """What a figure means, in the metric's own words."""
    notes = "".join(f'<div class="vg-note">{escape(note)}</div>' for note in small)
    st.html(f'<div class="vg-definition"><b>{escape(name)}</b><p>{escape(text)}</p>{notes}</div>')


def section(name: str, note: str) -> None:
    """A part of a page: its name, and one line on it."""
    st.html(f'<div class="vg-section"><h2>{escape(name)}</h2><div class="vg-note">{escape(note)}</div></div>')


def equation(total: tuple[str, str], parts: Sequence[tuple[str, str]]) -> None:
    """A total and what it is made of, so that anybody can add it up."""
    terms = "<i>+</i>".join(_term(name, value) for name, value in parts)
    st.html(f'<div class="vg-sum">{_term(*total)}<i>=</i>{terms}</div>')


def _term(name: str, value: str) -> str:
    return f"<div><b>{escape(value)}</b><span>{escape(name)}</span></div>"


def step(place: int, name: str, text: str) -> None:
    """One of a few things to do, numbered."""
    st.html(f'<div class="vg-step"><i>{place}</i><div><b>{escape(name)}</b><p>{escape(text)}</p></div></div>')


def events(words: Words, found: Sequence[Event]) -> None:
    """What happened day by day; what was promised stands apart, with its tone and what it says."""
    st.html(f'<ol class="vg-events">{"".join(_event(words, one) for one in found)}</ol>')


def _event(words: Words, one: Event) -> str:
    kind = f"vg-promised vg-{one.tone}" if one.promised else ""
    sign = icon(one.tone) if one.tone is Tone.BREACH else ""
    return f'<li class="{kind}"><b>{escape(words.short_day(one.day))}</b><span>{sign} {escape(one.text)}</span></li>'


def facts(found: Sequence[tuple[str, str]]) -> None:
    """Names with what is known of each."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in found)
    st.html(f'<dl class="vg-facts">{rows}</dl>')


def plot(figure: Layout, key: str, alt: str) -> None:
    """A figure without a toolbar: it is read across a room, not edited."""
    st.plotly_chart(figure, config=CONFIG, key=f"vg-plot-{key}", alt=alt)


def literal(text: str) -> str:
    """A stranger's text for a widget's label: nothing in it is markup, a link or an image."""
    return MARKUP.sub(r"\\\g<0>", text)


def notice(texts: Sequence[str]) -> None:
    """Quiet remarks on what is shown, if there are any."""
    if texts:
        st.html("".join(f'<div class="vg-notice">{escape(text)}</div>' for text in texts))


def heading(title: str, finding: str, tone: Tone) -> None:
    """A chart's title and, under it, what it shows in words."""
    plain = " vg-plain" if tone in (Tone.NEUTRAL, Tone.NONE) else ""
    sign = "" if plain else icon(tone)
    st.html(
        f'<div class="vg-head">{escape(title)}</div>'
        f'<div class="vg-find vg-{tone}{plain}">{sign}<span>{escape(finding)}</span></div>'
    )


def title(text: str, chips: Sequence[tuple[str, Tone | None]]) -> None:
    """The page's title and, under it, what its figures cover."""
    parts = "".join(_chip(chip, tone) for chip, tone in chips)
    st.html(f'<div class="vg-frame"><h1>{escape(text)}</h1><div class="vg-chips">{parts}</div></div>')


def _chip(text: str, tone: Tone | None) -> str:
    if tone is None:
        return f"<span>{escape(text)}</span>"
    return f'<span class="vg-tone vg-{tone}">{icon(tone)} {escape(text)}</span>'


def spoken(words: Words, table: pa.Table, coded: tuple[str, ...]) -> pa.Table:
    """The table with our own codes in the reader's words; a source's own words stay as they are."""
    for name in coded:
        if name in table.column_names:
            said = [value and words.value(name, value) for value in table[name].to_pylist()]
            table = table.set_column(table.column_names.index(name), name, pa.array(said, pa.string()))
    return table
