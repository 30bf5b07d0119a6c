"""What must hold within a complaint, as Great Expectations; the only module that imports it, and lazily.

An expectation either rejects the rows that break it, with a reason, or lets them in with a warning. A rule
that crashed is not bad data: it stops the import.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

from data_sources.canonical import MILESTONES, MONEY
from data_sources.errors import SourceError

if TYPE_CHECKING:
    import pandas as pd

EARLIEST = datetime(1990, 1, 1)
_PROMISE_YEARS = 20
_ONE_AT_A_TIME = Lock()
"""The library keeps its current context in a global."""
_JUDGE_ALL_UP_TO = 50_000
"""Above, only suspect rows are shown to the expectations: the same findings at a tenth of the time."""
ORDER_SUFFIX = "__order"
"""Milestones come twice: as moments, and made comparable (whole days where the row has a date without time)."""

_BEFORE = (
    ("received_at", "sent_at"), ("acknowledged_at", "received_at"), ("owned_at", "received_at"),
    ("promise_made_at", "received_at"), ("replied_at", "received_at"), ("resolved_at", "received_at"),
    ("closed_at", "received_at"), ("mediator_at", "received_at"), ("reopened_at", "received_at"),
    ("closed_at", "resolved_at"),
)  # fmt: skip
_RANGES: dict[str, tuple[float, float | None]] = {
    "nps": (0, 10), "csat": (0, 100), "ces": (0, 100), "paused_days": (0, None),
    **dict.fromkeys(MONEY, (0, None)),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Rows (labels of the frame's index) that break one rule."""

    reason: str
    column: str
    rows: tuple[int, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """Rows to reject, and rows to let in with a warning."""

    rejected: tuple[Finding, ...]
    warned: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    expectation: str
    arguments: dict[str, Any]
    reason: str
    column: str
    sentence: str
    rejects: bool


def run_checks(frame: pd.DataFrame, *, now: datetime | None = None) -> CheckResult:
    """Judge a frame of canonical columns; its index labels the rows."""
    today = now or datetime.now(UTC).replace(tzinfo=None)
    rules = [rule for rule in _rules(today) if _applies(rule, frame)]
    if len(frame) > _JUDGE_ALL_UP_TO:
        frame, rules = _suspects(frame, rules)
    findings = _validate(frame, rules) if len(frame) and rules else []
    return CheckResult(
        rejected=tuple(finding for rule, finding in findings if rule.rejects),
        warned=tuple(finding for rule, finding in findings if not rule.rejects),
    )


def _suspects(frame: pd.DataFrame, rules: list[_Rule]) -> tuple[pd.DataFrame, list[_Rule]]:
    """Rows that may break a rule, and those rules, found in one vectorised pass; expectations judge these alone."""
    suspect, doubted = frame["complaint_id"].isna(), []
    for rule in rules:
        broken = _may_break(frame, rule.arguments)
        if broken.any():
            suspect |= broken
            doubted.append(rule)
    return frame[suspect], doubted


def _may_break(frame: pd.DataFrame, arguments: dict[str, Any]) -> pd.Series[bool]:
    broken: pd.Series[bool]
    if "column_A" in arguments:
        broken = frame[arguments["column_A"]] < frame[arguments["column_B"]]
    elif "min_value" not in arguments:
        broken = frame[arguments["column"]].isna()
    else:
        values, high = frame[arguments["column"]], arguments["max_value"]
        broken = values < arguments["min_value"]
        broken = broken if high is None else broken | (values > high)
    return broken


def needed_columns() -> tuple[str, ...]:
    """The canonical columns that some rule looks at, beside the milestones made comparable."""
    return ("complaint_id", *MILESTONES, *_RANGES)


def _applies(rule: _Rule, frame: pd.DataFrame) -> bool:
    return all(name in frame.columns for key, name in rule.arguments.items() if key.startswith("column"))


def _rules(now: datetime) -> list[_Rule]:
    return [*_presence_rules(), *_plausibility_rules(now), *_range_rules(), *_order_rules()]


def _presence_rules() -> list[_Rule]:
    named = (("complaint_id", "id_missing"), ("received_at", "received_missing"))
    return [
        _Rule(
            expectation="ExpectColumnValuesToNotBeNull",
            arguments={"column": column},
            reason=reason,
            column=column,
            sentence=f"{column} is missing",
            rejects=True,
        )
        for column, reason in named
    ]


def _plausibility_rules(now: datetime) -> list[_Rule]:
    rules = []
    for name in MILESTONES:
        ahead = timedelta(days=366 * _PROMISE_YEARS if name == "promised_at" else 1)
        rules.append(_between(name, EARLIEST, now + ahead, "date_implausible"))
    return rules


def _range_rules() -> list[_Rule]:
    return [_between(name, low, high, "value_out_of_range") for name, (low, high) in _RANGES.items()]


def _between(column: str, low: object, high: object, reason: str) -> _Rule:
    upper = "" if high is None else f" and {high:%Y-%m-%d}" if isinstance(high, datetime) else f" and {high}"
    lower = f"{low:%Y-%m-%d}" if isinstance(low, datetime) else str(low)
    return _Rule(
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"column": column, "min_value": low, "max_value": high},
        reason=reason,
        column=column,
        sentence=f"{column} is not between {lower}{upper}" if upper else f"{column} is below {lower}",
        rejects=True,
    )


def _order_rules() -> list[_Rule]:
    """Later before earlier: let in with a warning, outside delay figures."""
    return [
        _Rule(
            expectation="ExpectColumnPairValuesAToBeGreaterThanB",
            arguments={
                "column_A": later + ORDER_SUFFIX,
                "column_B": earlier + ORDER_SUFFIX,
                "or_equal": True,
                "ignore_row_if": "either_value_is_missing",
            },
            reason=f"{later.removesuffix('_at')}_before_{earlier.removesuffix('_at')}",
            column=later,
            sentence=f"{later} is before {earlier}",
            rejects=False,
        )
        for later, earlier in _BEFORE
    ]


def _validate(frame: pd.DataFrame, rules: Sequence[_Rule]) -> list[tuple[_Rule, Finding]]:
    """Run the expectations and read row labels back; a crashed expectation raises."""
    gx, gxe = _great_expectations()
    with _ONE_AT_A_TIME:
        context = _context(gx)
        return _judged(context, gx, gxe, frame, rules)


def _context(gx: Any) -> Any:  # noqa: ANN401
    """In memory only: the default one would leave a folder for documentation behind each time."""
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    memory = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    return gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=memory))


def _judged(
    context: Any,  # noqa: ANN401
    gx: Any,  # noqa: ANN401
    gxe: Any,  # noqa: ANN401
    frame: pd.DataFrame,
    rules: Sequence[_Rule],
) -> list[tuple[_Rule, Finding]]:
    context.variables.progress_bars = {"globally": False}
    batch = (
        context.data_sources.add_pandas("frame")
        .add_dataframe_asset("complaints")
        .add_batch_definition_whole_dataframe("all")
        .get_batch({"dataframe": frame})
    )
    suite = gx.ExpectationSuite(
        name="complaint", expectations=[getattr(gxe, rule.expectation)(**rule.arguments) for rule in rules]
    )
    outcome = batch.validate(suite, result_format={"result_format": "COMPLETE"})
    return _findings(outcome.results, rules)


def _great_expectations() -> tuple[Any, Any]:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations as gx
    import great_expectations.expectations as gxe

    return gx, gxe


def _findings(results: Sequence[Any], rules: Sequence[_Rule]) -> list[tuple[_Rule, Finding]]:
    findings = []
    for result in results:
        rule = _rule_of(result.expectation_config.kwargs, result.expectation_config.type, rules)
        _raise_if_crashed(result, rule)
        rows = tuple(int(row) for row in result.result.get("unexpected_index_list") or ())
        if rows:
            findings.append((rule, Finding(reason=rule.reason, column=rule.column, rows=rows, sentence=rule.sentence)))
    return findings


def _rule_of(arguments: dict[str, Any], kind: str, rules: Sequence[_Rule]) -> _Rule:
    """Results come back in an order of their own."""
    columns = {key: value for key, value in arguments.items() if key.startswith("column")}
    for rule in rules:
        same = {key: rule.arguments.get(key) for key in columns} == columns
        if same and _snake(rule.expectation) == kind:
            return rule
    raise SourceError(f"the check {kind} came back unasked; report this.")


def _snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")


def _raise_if_crashed(
    result: Any,  # noqa: ANN401
    rule: _Rule,
) -> None:
    info = result.exception_info or {}
    nested = info.values() if "raised_exception" not in info else [info]
    for one in nested:
        if isinstance(one, dict) and one.get("raised_exception"):
            raise SourceError(
                f"the check '{rule.sentence}' could not run ({one.get('exception_message')}); report this."
            )
