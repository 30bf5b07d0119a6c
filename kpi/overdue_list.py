"""The open complaints that are past their due date, the longest late first, with who handles them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kpi import days
from kpi.figure import Where
from kpi.measure import Facts, Query, lines, measure
from kpi.overview import Answer

MOST = 500
TEAM = "handler_team"
READ = ("complaint_id", "source", TEAM, "channel", "motive", "received", "due", "today")


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """One complaint; `late` in calendar days past its due date. What the export doesn't give is None."""

    complaint_id: str
    source: str
    team: str | None
    channel: str | None
    motive: str | None
    received: date
    due: date
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """The MOST complaints that are furthest past their due date, of `answer.figure.n`; and how many of each team."""

    rows: tuple[Late, ...]
    answer: Answer
    teams: tuple[tuple[str | None, Answer], ...]


def overdue_list(facts: Facts, as_of: date, where: Where = ()) -> Overdue:
    """The list at the end of a day, within a filter."""
    query = Query(metrics=("overdue",), as_of=as_of, where=where)
    (figure,) = measure(facts, query)
    rows = lines(facts, "overdue", "denominator", query).select(*READ).sort("due", "complaint_id", "source").head(MOST)
    found = rows.collect("pyarrow").to_native().to_pylist()
    return Overdue(
        rows=tuple(_late(row) for row in found),
        answer=Answer(figure=figure, query=query),
        teams=_teams(facts, query),
    )


def _late(row: dict[str, str | int | None]) -> Late:
    received, due, today = (int(row[name] or 0) for name in ("received", "due", "today"))
    text = {name: None if row[name] is None else str(row[name]) for name in (TEAM, "channel", "motive")}
    return Late(
        complaint_id=str(row["complaint_id"]),
        source=str(row["source"]),
        team=text[TEAM],
        channel=text["channel"],
        motive=text["motive"],
        received=days.to_date(received),
        due=days.to_date(due),
        late=today - due,
    )


def _teams(facts: Facts, query: Query) -> tuple[tuple[str | None, Answer], ...]:
    """Those that have any, the most first."""
    asked = Query(metrics=query.metrics, as_of=query.as_of, where=query.where, by=(TEAM,))
    found = [(figure.by[0][1], figure) for figure in measure(facts, asked) if figure.n]
    return tuple(
        (
            team,
            Answer(
                figure=figure,
                query=Query(metrics=query.metrics, as_of=query.as_of, where=(*query.where, (TEAM, (team or "",)))),
            ),
        )
        for team, figure in sorted(found, key=lambda item: (-item[1].n, item[0] or ""))
    )
