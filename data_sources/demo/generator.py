"""Writes the demo: three years of complaints of a French operator, as an extract taken on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_sources.demo import dirt, traces
from data_sources.demo.activity import exposure
from data_sources.demo.catalogue import WRITTEN
from data_sources.demo.decisions import decided, noted
from data_sources.demo.draws import Bools, texts
from data_sources.demo.escalation import escalate
from data_sources.demo.handling import MILESTONES, censor, handle, times
from data_sources.demo.intake import complaints as intake
from data_sources.demo.stories import Kind, day_span, first_day, stories
from data_sources.demo.verdicts import decide
from data_sources.demo.workdays import Workdays, day_of

SECOND_LEVEL, THIRD_LEVEL = 0.034, 0.0026
COLUMNS = (
    "complaint_id", "kind", *MILESTONES, "paused_days", "channel", "level", "status", "motive", "sub_motive",
    "severity", "product", "site", "region", "country", "customer_type", "profile", "vulnerable", "handler_team",
    "responsible_process", "distributor", "invoice_dispute", "written", "outcome", "pretext", "cause_occurrence",
    "cause_nondetection", "compensation_claimed", "compensation_granted", "currency", "csat", "csat_scale", "ces",
    "ces_scale", "nps", "customer_key", "parent_id", *traces.COLUMNS,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """`rows` counts the lines of complaints.csv without its header."""

    complaints_csv: Path
    exposure_csv: Path
    actions_csv: Path
    annotations_csv: Path
    rows: int


def generate(folder: Path, *, complaints: int = 60_000, seed: int = 20_26, until: date) -> Generated:
    """The same arguments give the same bytes. Nothing happens on `until` or later: the extract is taken at its start.

    Only dates announced to customers (`promised_at`) may lie ahead.
    """
    traced, active = (np.random.default_rng((seed, stream)) for stream in (1, 2))
    tables = {
        "complaints": extract(np.random.default_rng(seed), traced, complaints, until),
        "exposure": exposure(active, until, complaints),
        "actions": decided(until),
        "annotations": noted(until),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
    paths = {f"{name}_csv": folder / f"{name}.csv" for name in tables}
    return Generated(**paths, rows=len(tables["complaints"]))


def extract(rng: np.random.Generator, traced: np.random.Generator, complaints: int, until: date) -> pd.DataFrame:
    """The lines of the file, in order of registration. `traced` draws what came to the record later."""
    told, workdays = stories(until), Workdays(first_day(until), until)
    levels = [first_level(rng, complaints, until, workdays)]
    for level, share in ((2, SECOND_LEVEL), (3, THIRD_LEVEL)):
        parents = levels[-1]
        child = escalate(rng, parents, round(share * complaints), level, until, workdays, told)
        child.index = pd.RangeIndex(parents.index.max() + 1, parents.index.max() + 1 + len(child))
        levels.append(child)
    frame = registered(pd.concat(levels), until)
    frame = trim(rng, frame, complaints - dirt.extra_lines(complaints))
    censor(frame, until)
    frame = number(frame)
    decide(rng, frame, until, workdays)
    frame["written"] = texts(frame["channel"].isin(WRITTEN).to_numpy())
    frame["country"], frame["currency"] = "FR", "EUR"
    traces.leave(traced, frame, until, workdays)
    return dirt.spoil(rng, frame, complaints, until)[list(COLUMNS)]


def first_level(rng: np.random.Generator, complaints: int, until: date, workdays: Workdays) -> pd.DataFrame:
    """A little more than needed: those not yet registered on `until` are not in an extract of that day."""
    frame = intake(rng, complaints + complaints // 50 + 60, until, workdays, stories(until))
    frame["level"], frame["parent"] = 1, -1
    handle(rng, frame, workdays, stories(until))
    return frame


def registered(frame: pd.DataFrame, until: date) -> pd.DataFrame:
    """Without what was not known on `until` or fell silent with its shop, nor its children."""
    known = frame[(times(frame, "registered_at") < np.datetime64(until, "s")) & ~silenced(frame, until)]
    return known[(known["parent"] == -1) | known["parent"].isin(known.index)]


def silenced(frame: pd.DataFrame, until: date) -> Bools:
    """A shop that stopped recording passes nothing on to the next level either."""
    silent = np.zeros(len(frame), dtype=np.bool_)
    for story in stories(until):
        if story.kind is Kind.SILENCE:
            silent |= (frame[story.column].to_numpy() == story.value) & day_span(
                story, day_of(times(frame, "received_at"))
            )
    return silent


def trim(rng: np.random.Generator, frame: pd.DataFrame, size: int) -> pd.DataFrame:
    """Exactly `size` rows: chance takes away first-level complaints that went no further."""
    spare = frame.index[(frame["level"] == 1) & ~frame.index.isin(frame["parent"])].to_numpy()
    taken = rng.choice(spare, max(0, len(frame) - size), replace=False)
    return frame.loc[~frame.index.isin(taken)]


def number(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers in order of registration, and parents by number."""
    frame = frame.sort_values(["registered_at", "received_at"], kind="stable")
    year = frame["registered_at"].dt.year.astype(str).to_numpy()
    identity = pd.Series([f"R{y}-{i:06d}" for i, y in enumerate(year, start=1)], index=frame.index)
    frame["complaint_id"] = identity
    frame["parent_id"] = frame["parent"].map(identity).fillna("")
    return frame.reset_index(drop=True)
