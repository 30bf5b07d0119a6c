"""`vigie actions`: corrective actions, whether they were done in time, and whether they worked."""

from __future__ import annotations

from commands.asking import Asked, asks
from commands.printing import AsJson, show

NO_ACTION = "no corrective action is recorded; `vigie load actions FILE.csv` adds some."
NONE_DUE = "no action is due in this period; `vigie actions` without --from and --to shows all of them."


@asks
def actions(asked: Asked, as_json: AsJson = False) -> None:
    """Judge corrective actions due in the period: on time or not, and effective, not shown, or worse."""
    from kpi.actions import TIMING_WORDS, due_between
    from kpi.effect import judge

    asked.refuse(
        where="actions are no complaints; choose them by their due date, with --from and --to",
        **dict.fromkeys(("unit", "pauses", "definition", "exposure"), "an action is judged by counts of complaints"),
    )
    facts, query = asked.facts, asked.query
    chosen = due_between(facts.actions, query.as_of, query.start, query.end)
    judged = [(one, one.timing(query.as_of), judge(facts, one, query.as_of)) for one in chosen]
    rows = (
        {"action": one.reference, "title": one.title, "kind": one.kind, "owner": one.owner, "due": one.due,
         "done": one.done, "timing": TIMING_WORDS[timing].en, "effect": found.effect.value, "why": found.sentence.en}
        for one, timing, found in judged
    )  # fmt: skip
    told = [{"action": a, "timing": t, "in words": TIMING_WORDS[t], "judged": j} for a, t, j in judged]
    show(told, rows, as_json)
    if not judged and not as_json:
        print(NONE_DUE if facts.actions else NO_ACTION)
