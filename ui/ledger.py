"""What was imported so far: sources with their freshness, imports, and the lines that were set aside."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import streamlit as st

from charts.words import NO_VALUE, Words
from store.sync import Standing
from store.tables import Import, Source
from ui import data, intake, show

COUNTS = ("read", "new", "updated", "unchanged", "duplicate", "conflict", "rejected")


def sources(words: Words) -> None:
    """Each source, how fresh it is, and how its last look went where it is looked at again and again."""
    found, looked = {one.name: one for one in data.sources()}, {one.source: one for one in data.standings()}
    names = sorted({**found, **looked})
    show.section(words("ledger.sources"), words.plural("ledger.sources_n", len(names)))
    text = ("source", "age", "look", "next", "state", "timezone")
    columns = {
        **{name: st.column_config.TextColumn(words(f"ledger.{name}")) for name in text},
        "last_event": st.column_config.DateColumn(words("ledger.last_event"), format="DD/MM/YYYY"),
        "import": st.column_config.NumberColumn(words("ledger.import")),
    }
    rows = [{**_source(words, name, found.get(name)), **_looks(words, looked.get(name))} for name in names]
    st.dataframe(
        pa.Table.from_pylist(rows),
        column_config=columns,
        hide_index=True,
        placeholder=NO_VALUE,
        alt=words("ledger.sources"),
    )
    show.notice(
        [
            words("ledger.why", source=name, why=one.last.sentence)
            for name, one in looked.items()
            if one.last and one.last.sentence
        ]
    )


def imports(words: Words) -> None:
    """Every import, newest first, with its sums."""
    found = data.imports()
    show.section(words("ledger.imports"), words.plural("ledger.imports_n", len(found)))
    columns = {
        "number": st.column_config.NumberColumn(words("ledger.number")),
        "at": st.column_config.TextColumn(words("ledger.at")),
        "source": st.column_config.TextColumn(words("ledger.source")),
        "file": st.column_config.TextColumn(words("ledger.file")),
        **{name: st.column_config.NumberColumn(words(f"count.{name}"), format="localized") for name in COUNTS},
    }
    rows = [_import(words, one) for one in found]
    st.dataframe(
        pa.Table.from_pylist(rows),
        column_config=columns,
        hide_index=True,
        placeholder=NO_VALUE,
        alt=words("ledger.imports"),
    )
    rejects(words, [one for one in found if one.rejected])


def rejects(words: Words, found: list[Import]) -> None:
    """The lines that an import set aside, and the file of them."""
    if not found:
        return
    show.section(words("ledger.rejects"), words("ledger.rejects_note"))
    names = {one.number: words("ledger.of", number=one.number, n=words.number(one.rejected)) for one in found}
    number = st.selectbox(
        words("ledger.which"), list(names), format_func=names.__getitem__, key="vg-rejects", width=360
    )
    if number not in names:
        return
    intake.rejects_table(words, data.rejected(number))
    st.download_button(
        words("open.download"),
        data=lambda: data.rejects_csv(number),
        file_name=f"rejects-{number:06d}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="vg-rejects-csv",
    )


def _source(words: Words, name: str, one: Source | None) -> dict[str, object]:
    last = one.last_event_at.date() if one and one.last_event_at else None
    days = (date.today() - last).days if last else None
    age = "" if days is None else words.plural("ledger.days", max(0, days))
    return {
        "source": one.title if one else name,
        "last_event": last,
        "age": age,
        "import": one.last_import if one else None,
        "timezone": one.timezone if one else None,
    }


def _looks(words: Words, one: Standing | None) -> dict[str, str | None]:
    if one is None:
        return {"look": None, "next": None, "state": words("ledger.by_hand")}
    since = words("ledger.failing", at=words.moment(one.failing_since)) if one.failing_since else None
    done = words(f"ledger.outcome.{one.last.outcome.replace(' ', '_')}") if one.last else words("ledger.never")
    return {
        "look": words.moment(one.last.ended_at) if one.last else None,
        "next": words.moment(one.due) if one.due else words("ledger.every_sync"),
        "state": since or done,
    }


def _import(words: Words, one: Import) -> dict[str, object]:
    at = words.moment(one.imported_at)
    counts = {name: getattr(one, name) for name in COUNTS}
    return {"number": one.number, "at": at, "source": one.source, "file": one.file_name, **counts}
