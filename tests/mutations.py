"""The small changes that a metric's tests must notice: every way to write its formula a little wrong.

Works on the source of `kpi/metrics/*.py`. Texts are left alone; so are `unit`, `better` and what else only describes.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "kpi" / "metrics"
SHARED = "_shared"
DATES = ("received", "due", "ack_due", "renewed_due", "closed", "settled_30", "settled_60", "settled_180")
LEVELS = ("Stock", "Flow", "Acted")  # shapes that no cohort date puts into a period
EVERY_ROW = "IS_COMPLAINT | NOT_COMPLAINT"
FLIPPED: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip
HORIZONTAL = {"max_horizontal": "min_horizontal", "min_horizontal": "max_horizontal"}
# Columns that are easily taken for each other.
SIBLINGS = {
    "received": ("replied", "sent"), "replied": ("closed",), "closed": ("out",), "out": ("closed", "replied"),
    "due": ("renewed_due", "ack_due"), "ack_due": ("due",), "renewed_due": ("due",), "prompt_due": ("due",),
    "acknowledged": ("owned",), "owned": ("acknowledged",), "promise_made": ("replied",), "resolved": ("replied",),
    "reopened": ("closed",), "last_event": ("acknowledged",), "previous": ("sent",), "today": ("received",),
    "settled_30": ("settled_60",), "settled_60": ("settled_30",), "settled_180": ("settled_60",),
    "escalated_on": ("mediator_on",), "mediator_on": ("escalated_on",),
    "on_time": ("running",), "late": ("running",), "running": ("late",), "judged": ("on_time",),
    "answered": ("on_time",), "root": ("raised",), "raised": ("root",), "timed": ("after_minute",),
    "supplies_reply": ("supplies_close",), "supplies_close": ("supplies_reply",), "goodwill": ("reprioritised",),
    "supplies_acknowledgement": ("supplies_reply",), "supplies_ownership": ("supplies_reply",),
    "supplies_resolution": ("supplies_reply",), "supplies_reopening": ("supplies_reply",),
    "supplies_customer": ("supplies_link",), "supplies_level": ("supplies_link",), "supplies_link": ("supplies_level",),
    "supplies_mediator": ("supplies_level",), "supplies_compensation": ("supplies_reply",),
    "supplies_pauses": ("supplies_reply",), "cause_occurrence": ("cause_nondetection",),
    "cause_nondetection": ("cause_occurrence",), "handoffs": ("level",), "level": ("handoffs",),
    "external_provider": ("written",), "reprioritised": ("vulnerable",), "impossible": ("answered",),
    "sound": ("judged",),
    "delay_{unit}": ("ownership_{unit}",), "ownership_{unit}": ("delay_{unit}",), "lateness": ("delay_calendar",),
    "delay_calendar": ("ownership_calendar",), "paused": ("lateness",), "elements": ("handoffs",),
    "compensation_granted": ("compensation_claimed",), "compensation_claimed": ("compensation_granted",),
    "csat_top": ("ces_easy",), "ces_easy": ("csat_top",), "nps_side": ("csat_top",),
    "customers": ("deliveries",), "contacts": ("customers",), "sold": ("shipped",), "shipped": ("sold",),
    "defective": ("internal_defects",), "internal_defects": ("defective",), "shipping_errors": ("defective",),
}  # fmt: skip
UNDERSTOOD = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign)
Change = tuple[str, ast.expr]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A metric whose source, or that of the predicates it shares, was changed in one `place`."""

    metric: str
    place: str
    change: str
    shared: str | None = None
    source: str | None = None


def mutants(metric: str) -> list[Mutant]:
    """Every mutant of a metric: of its own file, then of the shared predicates that it rests on."""
    own = [Mutant(metric=metric, place=p, change=c, source=s) for p, c, s in _mutated(_tree(metric))]
    used = _closure(_imported(_tree(metric)))
    names = [name for name in _assigned(_tree(SHARED)) if name in used]
    return own + [
        Mutant(metric=metric, place=f"{SHARED}.{name}", change=c, shared=s)
        for name in names
        for _, c, s in _mutated(_tree(SHARED), only=name)
    ]


def _tree(name: str) -> ast.Module:
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    if found := [ast.unparse(node) for node in tree.body if not isinstance(node, UNDERSTOOD)]:
        raise ValueError(f"{name}.py: no way to mutate {found[0]!r}; a metric file imports and assigns.")
    return tree


def _imported(tree: ast.Module) -> set[str]:
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {alias.name for node in froms if node.module == f"kpi.metrics.{SHARED}" for alias in node.names}


def _closure(names: set[str]) -> set[str]:
    """The shared names that the named ones are made of, themselves included."""
    parts = {name: {n.id for n in ast.walk(value) if isinstance(n, ast.Name)} for name, value in _shared().items()}
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name in parts and name not in found:
            found.add(name)
            waiting += parts[name]
    return found


def _shared() -> dict[str, ast.expr]:
    return _assigned(_tree(SHARED))


def _assigned(tree: ast.Module) -> dict[str, ast.expr]:
    """What a module assigns, texts left out."""
    simple = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]
    return {node.targets[0].id: node.value for node in simple if not _is_text(node.value)}  # type: ignore[attr-defined]


def _is_text(value: ast.expr) -> bool:
    made = isinstance(value, ast.Call) and ast.unparse(value.func) == "Text"
    return made or isinstance(value, ast.JoinedStr)


def _mutated(tree: ast.Module, only: str | None = None) -> Iterator[tuple[str, str, str]]:
    """Place, change and whole source of each mutant of a module; those that read like another are made once."""
    seen, told = {ast.unparse(tree)}, Counter[tuple[str, str]]()
    for name, value in _assigned(tree).items():
        changes = _metric(value) if name == "METRIC" else ((name, *change) for change in variants(value))
        for place, change, new in changes if only in (None, name) else ():
            source = _with(tree, name, new)
            if source not in seen:
                seen.add(source)
                told[place, change] += 1
                again = f" ({told[place, change]})" if told[place, change] > 1 else ""
                yield place, change + again, source


def _with(tree: ast.Module, name: str, value: ast.expr) -> str:
    changed = copy.copy(tree)
    changed.body = [_assigning(node, value) if _assigns(node, name) else node for node in tree.body]
    return ast.unparse(changed)


def _assigns(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name


def _assigning(node: Any, value: ast.expr) -> ast.stmt:
    return ast.Assign(targets=node.targets, value=value, lineno=node.lineno)


def _metric(call: ast.expr) -> Iterator[tuple[str, str, ast.expr]]:
    """Changes of METRIC: its shape, what it leaves out, and the date that puts a complaint in a period."""
    given = _arguments(call)
    shape = given["shape"]
    for place, change, new in _shape(shape):
        yield f"shape.{place}", change, _replaced(call, "shape", new)
    if "excluded" in given:
        yield "excluded", "left out", _replaced(call, "excluded", None)
        for text, new in (*_instead(given["excluded"], "NOT_COMPLAINT"), *variants(given["excluded"])):
            yield "excluded", text, _replaced(call, "excluded", new)
    cohort = ast.literal_eval(given["cohort"])
    others = [date for date in DATES if date != cohort]
    for date in others if _is_dated(shape) else others[:1]:
        yield "cohort", f"{cohort} -> {date}", _replaced(call, "cohort", ast.Constant(date))


def _is_dated(shape: Any) -> bool:
    """Whether a cohort date puts complaints into a period; levels and actions have none, exposures their own."""
    return ast.unparse(shape.func) not in LEVELS and "counted" in _arguments(shape)


def _shape(shape: ast.expr) -> Iterator[tuple[str, str, ast.expr]]:
    given = _arguments(shape)
    for role, value in given.items():
        for change, new in (*_role(role, value, given), *variants(value)):
            yield role, change, _replaced(shape, role, new)
    for one, other in (("enter", "leave"), ("hit", "of")):
        if one in given and other in given:
            swapped = _replaced(_replaced(shape, one, given[other]), other, given[one])
            yield f"{one}, {other}", "swapped", swapped


def _role(role: str, value: ast.expr, given: dict[str, ast.expr]) -> Iterator[Change]:
    """What can go wrong with an argument because of what it stands for."""
    if role in ("hit", "event") and not isinstance(value, ast.Constant):
        yield f"{role} -> counted", given["counted"]
        yield f"{role} -> not {role}", _parsed(f"~({ast.unparse(value)})")
    if role == "counted":
        for other in ("IS_COMPLAINT", EVERY_ROW, "NO_ROW"):
            yield from _instead(value, other)
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield from _siblings(value.value, lambda name: ast.Constant(name))
    if role == "per":
        named = isinstance(value, ast.Constant) and isinstance(value.value, str)
        yield "per -> 1" if named else "per -> 10 per", _parsed("1" if named else f"{ast.unparse(value)} * 10")
    if role in ("interval", "effective"):
        yield f"not {role}", ast.Constant(not ast.literal_eval(value))
    if role == "measures":
        yield from _measures(ast.literal_eval(value))


def _measures(measures: tuple[str, ...]) -> Iterator[Change]:
    for i, measure in enumerate(measures):
        others = measures[:i] + measures[i + 1 :] or tuple(SIBLINGS[measure][:1])
        yield f"{measure} -> {others}" if len(measures) == 1 else f"without {measure}", _parsed(repr(others))
    if len(measures) > 1:
        yield "measures reversed", _parsed(repr(measures[::-1]))


def variants(node: Any) -> Iterator[Change]:
    """Every expression that differs from this one in one spot, and how."""
    yield from _here(node)
    for name, value in ast.iter_fields(node):
        inner = value if isinstance(value, list) else [value]
        for i, child in enumerate(inner):
            if isinstance(child, ast.expr | ast.keyword):
                for change, new in variants(child):
                    changed = copy.copy(node)
                    setattr(changed, name, [*inner[:i], new, *inner[i + 1 :]] if isinstance(value, list) else new)
                    yield change, changed


def _here(node: Any) -> Iterator[Change]:
    text = "" if isinstance(node, ast.keyword) else ast.unparse(node)
    if isinstance(node, ast.Compare):
        yield f"{text}: flipped", ast.Compare(node.left, [FLIPPED[type(node.ops[0])]()], node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in FLIPPED:
        yield f"{text}: other operator", ast.BinOp(node.left, FLIPPED[type(node.op)](), node.right)
        if isinstance(node.op, ast.BitAnd | ast.BitOr):
            yield f"without {ast.unparse(node.right)}", node.left
            yield f"without {ast.unparse(node.left)}", node.right
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        yield f"{text}: without ~", node.operand
    elif isinstance(node, ast.Constant):
        yield from _constant(node.value)
    elif isinstance(node, ast.Tuple | ast.List):
        for i, element in enumerate(node.elts):
            yield f"without {ast.unparse(element)}", type(node)(node.elts[:i] + node.elts[i + 1 :], node.ctx)
    elif isinstance(node, ast.Call):
        yield from _call(node)


def _constant(value: Any) -> Iterator[Change]:
    if isinstance(value, bool):
        yield f"{value} -> {not value}", ast.Constant(not value)
    elif isinstance(value, int | float):
        step = 1 if isinstance(value, int) else 0.1
        for other in (value + step, value - step):
            yield f"{value} -> {round(other, 9)}", ast.Constant(round(other, 9))


def _call(node: ast.Call) -> Iterator[Change]:
    called = ast.unparse(node.func)
    if called == "nw.col":
        yield from _siblings(ast.literal_eval(node.args[0]), lambda name: _parsed(f"nw.col({name!r})"))
    elif called == "nw.when":
        yield f"{ast.unparse(node)}: negated", _parsed(f"nw.when(~({ast.unparse(node.args[0])}))")
    elif called.removeprefix("nw.") in HORIZONTAL:
        other = HORIZONTAL[called.removeprefix("nw.")]
        yield f"{called} -> {other}", ast.Call(_parsed(f"nw.{other}"), node.args, node.keywords)


def _siblings(name: str, made: Any) -> Iterator[Change]:
    for other in SIBLINGS.get(name, ()):
        yield f"{name} -> {other}", made(other)


def _instead(value: ast.expr, other: str) -> Iterator[Change]:
    yield f"{ast.unparse(value)} -> {other}", _parsed(other)


def _arguments(call: Any) -> dict[str, ast.expr]:
    return {keyword.arg: keyword.value for keyword in call.keywords}


def _replaced(call: Any, argument: str, value: ast.expr | None) -> ast.Call:
    changed = [(k.arg, value if k.arg == argument else k.value) for k in call.keywords]
    return ast.Call(call.func, call.args, [ast.keyword(name, kept) for name, kept in changed if kept])


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body
