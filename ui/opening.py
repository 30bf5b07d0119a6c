"""How a figure opens: its definition, and exactly its lines."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from charts.words import NO_VALUE, Words
from kpi.catalog import metric
from kpi.metric import Share
from kpi.overview import Answer
from ui import data, show
from ui.frame import Open

PARTS = ("denominator", "numerator", "excluded")
MOST = 10_000
FEW = 11
DAYS = ("received_at", "due", "replied_at", "closed_at")
CODED = ("state", "channel")
READ = (
    *("complaint_id", "source", "received_at", "due", "replied_at", "closed_at", "state", "motive", "channel"),
    *("region", "product", "status", "handler_team"),
)


def footer(page: Open, key: str, answer: Answer | None) -> None:
    """The way into a figure, at the foot of its card."""
    st.space("stretch")
    with st.container(horizontal=True, key=f"vg-open-{key}", gap="small", wrap=False):
        if answer is None or page.data is None:
            return
        with st.popover(page.words("open.definition"), type="tertiary", icon=":material/info:", key=f"vg-what-{key}"):
            _definition(page.words, answer)
        if st.button(page.words("open.lines"), type="tertiary", key=f"vg-lines-{key}"):
            _open(page.words, page.data, answer)


def several(page: Open, key: str, answers: Sequence[tuple[str, Answer]]) -> None:
    """The way into several figures of one metric, by name."""
    st.space("stretch")
    with st.container(horizontal=True, key=f"vg-open-{key}", gap="small", wrap=False):
        if not answers or page.data is None:
            return
        with st.popover(page.words("open.definition"), type="tertiary", icon=":material/info:", key=f"vg-what-{key}"):
            _definition(page.words, answers[0][1])
        with st.popover(page.words("open.lines"), type="tertiary", key=f"vg-which-{key}"):
            for place, (name, answer) in enumerate(answers):
                if st.button(show.literal(name), type="tertiary", key=f"vg-lines-{key}-{place}"):
                    _open(page.words, page.data, answer)


def _open(words: Words, shown: data.Snapshot, answer: Answer) -> None:
    st.dialog(words("open.title"), width="large")(_lines)(words, shown, answer)


def _definition(words: Words, answer: Answer) -> None:
    about = metric(answer.figure.metric)
    show.definition(
        words.said(about.title),
        words.said(about.definition),
        words("open.clock", clock=words.said(about.clock)),
        words("open.version", id=about.id, version=about.version),
    )


def _lines(words: Words, shown: data.Snapshot, answer: Answer) -> None:
    """The lines of a figure, as many as it says, and the file of them."""
    part = _part(words, answer)
    table = data.lines_of(shown, answer.figure.metric, part, answer.query)
    st.text(words.plural("open.count" if part == "denominator" else "open.rows", table.num_rows))
    if table.num_rows > MOST:
        st.text(words("open.shown", n=words.number(MOST)))
    _table(words, table.slice(0, MOST), words.said(metric(answer.figure.metric).title))
    st.download_button(
        words("open.download"),
        data=lambda: data.export_csv(shown, answer.figure.metric, part, answer.query),
        file_name=f"{answer.figure.metric}-{part}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="vg-download",
    )
    show.notice([words("open.download_note")])


def _table(words: Words, table: pa.Table, alt: str) -> None:
    """The columns that people read first; text stays text, whatever it holds."""
    if not table.num_rows:
        return
    shown = table.select([name for name in READ if name in table.column_names])
    shown = show.spoken(words, shown, CODED)
    columns = {name: _column(name, words(f"column.{name}")) for name in shown.column_names}
    st.dataframe(
        shown,
        column_config=columns,
        hide_index=True,
        height=420 if shown.num_rows > FEW else "content",
        placeholder=NO_VALUE,
        alt=alt,
    )


def _column(name: str, label: str) -> ColumnConfig:
    if name in DAYS:
        return st.column_config.DateColumn(label, format="DD/MM/YYYY")
    return st.column_config.TextColumn(label)


def _part(words: Words, answer: Answer) -> str:
    """Which lines: all that count, those that hit, those left out."""
    share = isinstance(metric(answer.figure.metric).shape, Share)
    parts = [name for name in PARTS if name != "numerator" or share]
    chosen = st.segmented_control(
        words("open.part"),
        parts,
        default=parts[0],
        required=True,
        format_func=lambda name: words(f"open.{name}"),
        label_visibility="collapsed",
        key="vg-part",
    )
    return chosen if chosen in parts else parts[0]
