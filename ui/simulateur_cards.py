"""The cards of the simulator: its choices, shares by channel, and the complaints that change side."""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from charts.shift import shift
from charts.words import NO_VALUE, Words
from kpi.what_if import COHORT, WhatIf
from ui import choices, show, simulateur

HEIGHT = 420


def tiles(shown: tuple[show.Tile, ...]) -> None:
    """Tiles side by side."""
    for column, tile in zip(st.columns(simulateur.WIDTHS), shown, strict=True):
        with column, show.card(tile.key):
            show.tile(tile)


def channels(words: Words, found: WhatIf) -> None:
    """Before and after by channel."""
    title, finding = words("simulateur.channels"), words("simulateur.channels_note")
    rows = simulateur.channels(words, found)
    with show.card("channels"):
        show.heading(title, finding if rows else words.said(found.reason) if found.reason else "", show.Tone.NEUTRAL)
        if rows:
            alt = ", ".join(f"{row.name} {row.text}" for row in rows)
            show.plot(shift(rows, words, show.SCREEN, target=simulateur.goal(found)), "channels", f"{title} : {alt}")
        show.notice([words.said(COHORT)])


def complaints(words: Words, found: WhatIf) -> None:
    """Who changes side."""
    with show.card("sides"):
        place = st.container()
        side = choices.one_of(
            words, "side", words("simulateur.side"), simulateur.sides(found), lambda name: words(f"simulateur.{name}")
        )
        table = simulateur.listed(words, found, side)
        n = (found.lost if side == "lost" else found.gained).num_rows
        with place:
            show.heading(words("simulateur.list"), words.plural("simulateur.listed", n), show.Tone.NEUTRAL)
        if n > table.num_rows:
            show.notice([words("open.shown", n=words.number(table.num_rows))])
        if table.num_rows:
            columns = {name: _column(words, name) for name in table.column_names}
            st.dataframe(
                table, column_config=columns, hide_index=True, height=HEIGHT, placeholder=NO_VALUE,
                key="vg-sides", alt=words("simulateur.list"),
            )  # fmt: skip


def _column(words: Words, name: str) -> ColumnConfig:
    label = words.known(f"simulateur.column.{name}", words.known(f"column.{name}", name))
    if name in ("complaint_id", "channel"):
        return st.column_config.TextColumn(label)
    return st.column_config.DateColumn(label, format="DD/MM/YYYY")
