"""From a file to an import: receive it, say how it is read, let a person correct that, check it, take it in.

A file's name, headers and cells are a stranger's text: they appear in tables and plain text only.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from charts.words import NO_VALUE, Words
from data_sources.canonical import MILESTONES
from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.propose import ColumnProposal, Proposal
from data_sources.reading import Reading
from store.report import ImportReport
from ui import data, show, state
from ui.mapping import PLACES, corrected, place_of
from ui.show import Tone

TYPES = ["csv", "tsv", "txt", "gz", "xlsx", "xlsm", "xls", "ods", "json", "jsonl"]
PREVIEW = 50
LISTED = 200
FEW = 12
CODED = ("kind", "channel", "outcome")
SUMS = ("new", "updated", "unchanged", "duplicate", "conflict", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file, the profile it is to be read by, and what reading it gives."""

    path: Path
    profile: Profile
    reading: Reading
    report: ImportReport


def received(words: Words) -> Path | None:
    """The file that was given, under a name of ours; or the one at the path that was typed."""
    given, typed = st.columns([1.4, 1])
    with given:
        upload = st.file_uploader(words("intake.upload"), type=TYPES, key=f"vg-upload-{len(state.done())}")
        show.notice([words("intake.limit", n=words.number(data.upload_limit()))])
    with typed:
        path = st.text_input(
            words("intake.path"), key=f"vg-path-{len(state.done())}", placeholder="/exports/reclamations.csv"
        )
        show.notice([words("intake.path_note")])
    if upload is not None:
        return data.kept(upload.file_id, upload.name, upload.getvalue())
    return Path(path.strip()) if path.strip() else None


def proposed(words: Words, path: Path) -> Proposal:
    """How the file is read, before anybody corrects it."""
    with st.spinner(words("intake.reading")):
        return data.proposal(path)


def agreed(words: Words, proposal: Proposal) -> Profile | None:
    """The profile after a person's corrections; None, with the reason shown, if they don't fit together."""
    show.section(words("intake.columns"), _summary(words, proposal))
    source, zone = _named(words, proposal)
    edited: pa.Table = st.data_editor(
        _rows(words, proposal.columns),
        column_config=_columns(words),
        column_order=("raw", "place", "confidence", "say"),
        disabled=("raw", "confidence", "say"),
        hide_index=True,
        height="content" if len(proposal.columns) < FEW else 420,
        key="vg-mapping",
        alt=words("intake.columns"),
    )
    places = edited["place"].to_pylist()
    moves = {
        column.raw: place
        for column, place in zip(proposal.columns, places, strict=True)
        if place in PLACES and place != place_of(column)
    }
    try:
        return corrected(proposal.profile, source, moves, zone)
    except SourceError as error:
        show.banner(words("intake.refused"), str(error), Tone.BREACH)
        return None


def _named(words: Words, proposal: Proposal) -> tuple[str, str]:
    """What the source is called, and the zone its dates are local to; a zone that was only assumed is said."""
    with st.container(horizontal=True):
        source = st.text_input(
            words("intake.source"), proposal.profile.source, key="vg-source", max_chars=60, width=360
        )
        zones = sorted(available_timezones())
        zone = st.selectbox(
            words("intake.zone"),
            zones,
            index=zones.index(proposal.profile.timezone),
            help=words("intake.zone_assumed") if "timezone" in proposal.notes else None,
            key="vg-zone",
            width=360,
        )
    return source, zone


def checked(words: Words, path: Path, profile: Profile) -> Checked:
    """What the file gives under the profile: shown, compared with the store, nothing written."""
    bar = st.progress(0.0, words("progress.reading"))
    reading = data.reading(path, profile)
    bar.progress(0.6, words("progress.compare"))
    report = data.rehearsal(path, profile)
    bar.empty()
    return Checked(path=path, profile=profile, reading=reading, report=report)


def preview(words: Words, found: Checked) -> None:
    """The first complaints as they will be kept."""
    show.section(words("intake.preview"), words.plural("intake.accepted", found.reading.accepted.num_rows))
    accepted = local(found.reading.accepted.slice(0, PREVIEW), found.profile.timezone)
    filled = [name for name in accepted.column_names if accepted[name].null_count < accepted.num_rows]
    kept = [name for name in filled if name not in ("content_hash", "timezone", "date_only", "source_line")]
    columns = {name: _column(words, name, accepted[name]) for name in kept}
    shown = show.spoken(words, accepted.select(kept), CODED)
    height: int | Literal["content"] = 280 if shown.num_rows > FEW else "content"
    alt = words("intake.preview")
    st.dataframe(shown, column_config=columns, hide_index=True, height=height, placeholder=NO_VALUE, alt=alt)


def local(table: pa.Table, zone: str) -> pa.Table:
    """Moments on the clock of their source, as its own screens show them."""
    for place, name in enumerate(table.column_names):
        if name in MILESTONES:
            there = pc.assume_timezone(table[name], "UTC").cast(pa.timestamp("us", zone))
            table = table.set_column(place, name, pc.local_timestamp(there))
    return table


def checks(words: Words, found: Checked) -> None:
    """The reconciliation, then what was set aside and what is remarkable, with reasons."""
    report = found.report
    show.section(words("intake.sums"), words("intake.sums_note"))
    show.equation(
        (words("count.read"), words.number(report.read)),
        [(words(f"count.{name}"), words.number(getattr(report, name))) for name in SUMS],
    )
    left, right = st.columns(2)
    with left:
        _rejected(words, found.reading)
    with right:
        _warnings(words, report)


def take(words: Words, found: Checked) -> None:
    """The button that imports, and what became of it."""
    if found.report.already_imported:
        _already(words, found.report)
        return
    st.space("small")
    label = words.plural("intake.import", found.report.new + found.report.updated)
    if not st.button(label, type="primary", icon=":material/download_done:", key="vg-import"):
        return
    bar = st.progress(0.0, words("progress.copy"))
    report = data.take_in(found.path, found.profile, lambda step, share: _tell(words, bar, step, share))
    state.take_note(report.number or 0)
    st.rerun()


def finished(words: Words) -> None:
    """What the last import of this session gave."""
    if state.done():
        show.banner(words("intake.done", number=state.done()[-1]), words("intake.done_note"), Tone.GOOD)


def demonstration(words: Words) -> None:
    """A button that loads the made-up operator."""
    if st.button(words("intake.demo"), icon=":material/science:", key="vg-demo"):
        bar = st.progress(0.0, words("progress.demo"))
        report = data.take_demo(lambda step, share: _tell(words, bar, step, share))
        state.take_note(report.number or 0)
        st.rerun()


def _tell(words: Words, bar: st.delta_generator.DeltaGenerator, step: str, share: float) -> None:
    bar.progress(min(1.0, max(0.0, share)), words.known(f"progress.{step}", words("progress.working")))


def _summary(words: Words, proposal: Proposal) -> str:
    asked = sum(1 for column in proposal.columns if column.question)
    return words.plural("intake.to_check", asked) if asked else words("intake.no_doubt")


def _rows(words: Words, columns: tuple[ColumnProposal, ...]) -> pa.Table:
    return pa.table(
        {
            "raw": [column.raw for column in columns],
            "place": [place_of(column) for column in columns],
            "confidence": [column.confidence for column in columns],
            "say": [_say(words, column) for column in columns],
        }
    )


def _say(words: Words, column: ColumnProposal) -> str:
    if column.question:
        return column.question if words.lang == "en" else words("intake.say.check")
    return words(f"intake.say.{column.place}")


def _columns(words: Words) -> dict[str, ColumnConfig]:
    return {
        "raw": st.column_config.TextColumn(words("intake.raw"), width="medium"),
        "place": st.column_config.SelectboxColumn(
            words("intake.place"),
            options=PLACES,
            required=True,
            format_func=lambda name: words.known(f"canonical.{name}", str(name)),
            width="medium",
        ),
        "confidence": st.column_config.ProgressColumn(
            words("intake.confidence"), format="percent", min_value=0, max_value=1, width="small"
        ),
        "say": st.column_config.TextColumn(words("intake.remark"), width="large"),
    }


def _column(words: Words, name: str, values: pa.ChunkedArray) -> ColumnConfig:
    label = words.known(f"canonical.{name}", name)
    if name in MILESTONES:
        days = pc.all(pc.equal(pc.floor_temporal(values, unit="day"), values)).as_py()
        return st.column_config.DatetimeColumn(label, format="DD/MM/YYYY" if days else "DD/MM/YYYY HH:mm")
    return st.column_config.Column(label)


def _rejected(words: Words, reading: Reading) -> None:
    show.heading(words("intake.rejected"), words.plural("intake.rejected_n", reading.rejected.num_rows), Tone.NEUTRAL)
    if reading.rejected.num_rows:
        rejects_table(words, reading.rejected.slice(0, LISTED))


def rejects_table(words: Words, rejected: pa.Table) -> None:
    """Lines that were set aside: where, why, and what they held."""
    said = [words.known(f"reason.{code}", code) for code in rejected["reason"].to_pylist()]
    table = rejected.set_column(rejected.column_names.index("reason"), "reason", pa.array(said, pa.string()))
    where = [code and words.known(f"canonical.{code}", code) for code in rejected["column"].to_pylist()]
    table = table.set_column(table.column_names.index("column"), "column", pa.array(where, pa.string()))
    columns = {name: st.column_config.Column(words(f"reject.{name}")) for name in table.column_names}
    st.dataframe(table, column_config=columns, hide_index=True, placeholder=NO_VALUE, alt=words("intake.rejected"))


def _warnings(words: Words, report: ImportReport) -> None:
    show.heading(words("intake.warnings"), words.plural("intake.warnings_n", len(report.warnings)), Tone.NEUTRAL)
    if report.warnings:
        names = [_warning(words, name) for name in report.warnings]
        table = pa.table({"what": names, "lines": list(report.warnings.values())})
        columns = {name: st.column_config.Column(words(f"warning.{name}")) for name in table.column_names}
        st.dataframe(table, column_config=columns, hide_index=True, alt=words("intake.warnings"))


def _warning(words: Words, name: str) -> str:
    code, _, what = name.partition(":")
    later, before, earlier = code.partition("_before_")
    if before:
        later, earlier = (words.known(f"canonical.{name}_at", name) for name in (later, earlier))
        return words("warning.before", later=later, earlier=earlier)
    said = words.known(f"warning.code.{code}", code)
    return f"{said} « {what} »" if what else said


def _already(words: Words, report: ImportReport) -> None:
    at = report.first_imported_at
    when = words.moment(at) if at else ""
    show.banner(words("intake.already", number=report.number, when=when), words("intake.already_note"), Tone.NEUTRAL)
