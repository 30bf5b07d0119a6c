"""How far the values of a raw column allow a canonical meaning: 0 not at all, 1 without reserve. Names play no part."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data_sources.apart import are_keys
from data_sources.canonical import BOOLEANS, COUNTS, DECIMALS, ENUMS, MILESTONES, MONEY
from data_sources.survey import Column, spread
from data_sources.values import read_boolean, read_level
from data_sources.vocabulary import canonical_value, is_severity, state_of

_MOSTLY = 0.9
_SAMPLE = 200
_SYSTEMS = 5
_RARELY_NEW = 0.05
_STATE_IS_NO_REGION = 0.2


def fit(column: Column, canonical: str) -> float:
    """Of a column that is not empty."""
    if canonical in MILESTONES:
        return _date_fit(column)
    if column.proof.is_date:
        return 0.0
    sample = spread(column.distinct, _SAMPLE).to_pylist()
    if canonical in BOOLEANS:
        return float(all(read_boolean(text) is not None for text in sample))
    if canonical == "level":
        return float(all(read_level(text) is not None for text in sample))
    if canonical in (*DECIMALS, *COUNTS, *MONEY):
        return float(column.numbers >= _MOSTLY)
    return enum_fit(sample, canonical) if canonical in ENUMS else _text_fit(column, canonical, sample)


def enum_fit(sample: Sequence[str], canonical: str) -> float:
    """Values of a closed list: a good part of them has to be known."""
    if not sample or len(sample) >= _SAMPLE:
        return 0.0
    known = share(sample, lambda text: canonical_value(canonical, text) is not None)
    return 0.7 + 0.3 * known if known >= 0.4 else 0.0


def share(sample: Sequence[str], known: Callable[[str], bool]) -> float:
    return sum(map(known, sample)) / len(sample) if sample else 0.0


def _date_fit(column: Column) -> float:
    return 1.0 if column.proof.is_date else 0.0


def _text_fit(column: Column, canonical: str, sample: Sequence[str]) -> float:
    if canonical == "complaint_id":
        return 1.0 if column.uniqueness > _MOSTLY else 0.85
    if canonical == "customer_key":
        return float(are_keys(column))
    if canonical == "source":
        few = len(column.distinct) <= _SYSTEMS or column.uniqueness < _RARELY_NEW
        return float(few and not column.numbers)
    if canonical == "region" and share(sample, lambda text: state_of(text) is not None) > _STATE_IS_NO_REGION:
        return 0.0
    if canonical in ("status", "severity") and column.numbers == 1:
        return 0.9
    if canonical == "status":
        return 1.0 if share(sample, lambda text: state_of(text) is not None) > 0 else 0.9
    if canonical == "severity":
        return 1.0 if share(sample, is_severity) > 0 else 0.95
    return 0.7 if column.is_free_text else 1.0
