"""What is said of a period whose complaints are still being registered (`kpi.late_registration`). Computes nothing."""

from __future__ import annotations

from kpi.intervals import Estimate
from kpi.labels import period_name
from kpi.text import Text
from kpi.wording import number, sentence, share

TOO_RECENT = Text(fr="{name} : trop récent pour une estimation.", en="{name}: too recent for an estimate.")
NONE_REGISTERED = Text(
    fr="{name} : aucune réclamation enregistrée, rien d'où estimer celles à venir.",
    en="{name}: no complaint is registered, nothing to reckon those to come from.",
)
COMPLETE = Text(fr="{name} : complet, à très peu près.", en="{name}: as good as complete.")
LESS_THAN_ONE = Text(
    fr="{name} : moins d'une réclamation encore à venir selon l'estimation, {high} au plus.",
    en="{name}: less than one complaint still to come by the estimate, {high} at most.",
)
ABOUT_ONE = Text(
    fr="{name} : incomplet, environ une réclamation encore à venir ({high} au plus).",
    en="{name}: incomplete, about one complaint still to come ({high} at most).",
)
INCOMPLETE = Text(
    fr="{name} : incomplet, environ {part} encore à venir, soit {n} réclamations (entre {low} et {high}).",
    en="{name}: incomplete, about {part} still to come, that is {n} complaints (between {low} and {high}).",
)


def none_there(period: str, *, too_recent: bool) -> Text:
    """Why nothing can be estimated: every day is too recent, or none of the others has a complaint."""
    return sentence(TOO_RECENT if too_recent else NONE_REGISTERED, name=_name(period))


def complete(period: str) -> Text:
    """That next to nothing is missing."""
    return sentence(COMPLETE, name=_name(period))


def still_missing(period: str, there: Estimate, missing: Estimate) -> Text:
    """How many are still to come; no number where it would be rounded to none."""
    n, high = missing.value or 0.0, number(missing.high or 0)
    if round(n) < 2:
        return sentence(ABOUT_ONE if round(n) else LESS_THAN_ONE, name=_name(period), high=high)
    return sentence(
        INCOMPLETE, name=_name(period), part=share(1 - (there.value or 0.0)), n=number(n),
        low=number(missing.low or 0), high=high,
    )  # fmt: skip


def _name(period: str) -> Text:
    return Text(fr=period_name(period, "fr"), en=period_name(period, "en"))
