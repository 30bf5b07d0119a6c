"""The frame of every page: menu, title, as-of date, scope, rules, data quality; and the guard that stands before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from charts.words import Words
from data_sources.errors import SourceError
from kpi.errors import KpiError
from store.errors import StoreError
from ui import data, filters, show, state
from ui.show import Tone
from ui.view import Asked, View, view
from ui.words import words

PAGES = Path(__file__).resolve().parents[1] / "pages"
ICON = Path(__file__).with_name("icon.svg")
STALE_DAYS = 7
FEW = 3
LOOK_EVERY = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An open page: its words, its view, the day its figures stand at, and the data; None in an empty store."""

    words: Words
    view: View
    as_of: date
    data: data.Snapshot | None


def menu() -> dict[str, list[st.Page]]:
    """The pages by section: a folder is a section, the number before a file's name its place."""
    say = words()
    sections = {folder: _pages(folder, say, place == 0) for place, folder in enumerate(_folders(say))}
    alone = [page for pages in sections.values() if len(pages) == 1 for page in pages]
    several = {say(f"section.{folder.name}"): pages for folder, pages in sections.items() if len(pages) > 1}
    return {"": alone, **several}


def run() -> None:
    """Show the page that the address names, or one sentence on why it can't be shown."""
    say = words()
    st.set_page_config(layout="wide", page_icon=str(ICON), menu_items={"About": say("app.about")})
    st.logo(str(ICON), size="large")
    page = st.navigation(menu(), position="top")
    try:
        page.run()
    except (KpiError, SourceError, StoreError) as error:
        show.banner(say("failure.title"), str(error), Tone.BREACH)


def open_page(name: str) -> Open:
    """Open the page `name`: its title and what its figures cover. Every page calls it first."""
    show.style()
    say = words()
    asked = state.asked(name)
    shown, chosen = _chosen(asked)
    as_of = chosen.as_of or (shown.last_day if shown else date.today())
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="vg-top"):
        show.title(say(f"page.{name}"), _scope(say, shown, chosen, as_of) if shown else [])
        if shown:
            filters.filters(say, chosen, data.options(shown), shown.last_day)
        filters.language(say)
    _corrections(say, chosen)
    if shown:
        _watch(shown.key)
    return Open(words=say, view=chosen, as_of=as_of, data=shown)


def _chosen(asked: Asked) -> tuple[data.Snapshot | None, View]:
    """The view that was asked for and its data: rules first, since values to choose from depend on the facts."""
    rules = view({"rules": asked.get("rules", ())}, data.options(None)).rules
    shown = data.snapshot(rules)
    return shown, view(asked, data.options(shown))


def _folders(say: Words) -> list[Path]:
    """Sections in the order of the catalogue."""
    order = say.keys("section")
    found = [folder for folder in PAGES.iterdir() if folder.is_dir() and any(folder.glob("[0-9]*_*.py"))]
    return sorted(found, key=lambda folder: (order.index(folder.name), folder.name))


def _pages(folder: Path, say: Words, home: bool) -> list[st.Page]:
    paths = sorted(folder.glob("[0-9]*_*.py"))
    names = [path.stem.split("_", 1)[1] for path in paths]
    return [
        st.Page(path, title=say(f"page.{name}"), url_path=name, default=home and path == paths[0])
        for path, name in zip(paths, names, strict=True)
    ]


def _scope(say: Words, shown: data.Snapshot, chosen: View, as_of: date) -> list[tuple[str, Tone | None]]:
    rules = shown.published.rules
    covered = [_day(say, as_of), say.said(rules.title), _where(say, chosen), _sources(say, shown)]
    return [*((text, None) for text in covered), _freshness(say, shown), *_failing(say), *_rejected(say, shown)]


def _day(say: Words, as_of: date) -> str:
    old = (date.today() - as_of).days
    return say.plural("scope.older", old, day=say.day(as_of)) if old > 0 else say("scope.asof", day=say.day(as_of))


def _sources(say: Words, shown: data.Snapshot) -> str:
    names = list(shown.published.meta["sources"])
    few = len(names) < FEW
    return say("scope.source", names=", ".join(names)) if few else say.plural("scope.sources", len(names))


def _where(say: Words, chosen: View) -> str:
    parts = [
        say("scope.only", name=say(f"filter.{name}"), values=", ".join(say.value(name, value) for value in values))
        for name, values in chosen.where
    ]
    return " · ".join(parts) or say("scope.everything")


def _freshness(say: Words, shown: data.Snapshot) -> tuple[str, Tone]:
    old = (date.today() - shown.last_day).days
    if old <= STALE_DAYS:
        return say("quality.fresh"), Tone.GOOD
    return say("quality.stale", day=say.day(shown.last_day)), Tone.WARNING


def _failing(say: Words) -> list[tuple[str, Tone | None]]:
    """The sources that only fail, and since when: their figures are as old as that."""
    failing = [one for one in data.standings() if one.failing_since]
    return [
        (say("quality.failing", source=one.source, at=say.moment(one.failing_since)), Tone.BREACH)
        for one in failing
        if one.failing_since
    ]


def _rejected(say: Words, shown: data.Snapshot) -> list[tuple[str, Tone | None]]:
    if not shown.rejected:
        return []
    return [(say.plural("quality.rejected", shown.rejected), Tone.WARNING)]


def _corrections(say: Words, chosen: View) -> None:
    texts = [
        say(
            "correction.replaced" if one.shown else "correction.dropped",
            key=say(f"correction.key.{one.key}"),
            asked=one.asked,
            shown=one.shown,
        )
        for one in chosen.corrections
    ]
    show.notice(texts)


@st.fragment(run_every=LOOK_EVERY)
def _watch(key: str) -> None:
    """On a wall screen nobody reloads: look for a newer import, and show it."""
    if (latest := data.snapshot()) and latest.published.import_no > int(Path(key).name.split("-")[0]):
        st.rerun()
