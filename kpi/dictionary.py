"""docs/kpi.md: what every figure means, in English and in French, from the metrics themselves.

`python -m kpi.dictionary > docs/kpi.md` writes it again; a test holds the file to it. Computes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from kpi.catalog import metrics
from kpi.definitions import DEFINITIONS
from kpi.exposure import french
from kpi.metric import Acted, Count, Delay, Flow, Mean, Metric, Part, Rate, Score, Shape, Share, Stock
from kpi.reading import READING
from kpi.series import chart_kind
from kpi.text import Text

LANGUAGES = ("en", "fr")

WORDS = {
    "title": Text(fr="Français", en="English"),
    "intro": Text(
        fr="Ce que chaque chiffre de Vigie compte, depuis quand, jusqu'à quand, et ce qu'il laisse de côté.",
        en="What each of Vigie's figures counts, from when, until when, and what it leaves out.",
    ),
    "reading": Text(fr="Lire un chiffre", en="Reading a figure"),
    "definitions": Text(fr="Ce qui compte comme réclamation", en="What counts as a complaint"),
    "list": Text(fr="Tous les chiffres", en="All figures"),
    "definition": Text(fr="Définition", en="Definition"),
    "name": Text(fr="Nom", en="Name"),
    "source": Text(fr="Source", en="Source"),
    "version": Text(fr="version", en="version"),
    "id": Text(fr="N°", en="No."),
    "figure": Text(fr="Chiffre", en="Figure"),
    "kinds": Text(fr="Nature", en="Kind"),
    "unit": Text(fr="Unité", en="Unit"),
    "better": Text(fr="Mieux", en="Better"),
    "cohort": Text(fr="Cohorte", en="Cohort"),
    "clock": Text(fr="Horloge", en="Clock"),
    "measures": Text(fr="Exposition", en="Exposure"),
    "interval": Text(fr="Intervalle à 95 %", en="95 % interval"),
    "chart": Text(fr="Carte de contrôle", en="Control chart"),
    "unavailable": Text(fr="Pas de chiffre si", en="No figure where"),
    "sources": Text(fr="Demandé par", en="Asked for by"),
    "counts": Text(
        fr="Le jeu de règles dit laquelle vaut ; une autre peut être demandée. Le reste est une remarque.",
        en="The rule set says which holds; another can be asked for. What doesn't fit is a remark.",
    ),
    "exposed": Text(
        fr="l'exposition est nulle, ou n'est pas connue pour toute la période et la répartition demandée",
        en="the exposure is zero, or isn't known for the whole period and the split asked for",
    ),
}
UNITS = {
    "complaints": Text(fr="réclamations", en="complaints"),
    "share": Text(fr="part, en %", en="share, in %"),
    "days": Text(fr="jours", en="days"),
    "calendar_days": Text(fr="jours civils", en="calendar days"),
    "per_1000": Text(fr="pour 1 000", en="per 1,000"),
    "ppm": Text(fr="par million (ppm)", en="per million (ppm)"),
    "points": Text(fr="points, de -100 à 100", en="points, -100 to 100"),
    "money": Text(fr="montant, dans sa monnaie", en="amount, in its currency"),
}
BETTER = {
    "up": Text(fr="plus haut", en="higher"),
    "down": Text(fr="plus bas", en="lower"),
    "neutral": Text(fr="—", en="—"),
}
COHORTS = {
    "received": Text(fr="reçues dans la période", en="received in the period"),
    "due": Text(
        fr="échéance dans la période, au plus tard à la date d'arrêté",
        en="due in the period, no later than the as-of date",
    ),
    "ack_due": Text(
        fr="échéance de l'accusé dans la période, au plus tard à la date d'arrêté",
        en="acknowledgement due in the period, no later than the as-of date",
    ),
    "renewed_due": Text(
        fr="nouvelle échéance annoncée dans la période, au plus tard à la date d'arrêté",
        en="new date announced that falls in the period, no later than the as-of date",
    ),
    "closed": Text(
        fr="closes dans la période (répondues, si la source ne donne pas de clôture)",
        en="closed in the period (answered, where the source gives no closing)",
    ),
    **{
        f"settled_{days}": Text(
            fr=f"{days} jours après la réponse ou la clôture (la première), dans la période",
            en=f"{days} days after the reply or closing (whichever came first), in the period",
        )
        for days in (30, 60, 180)
    },
    "stock": Text(
        fr="état à la fin de la période, ou à la date d'arrêté", en="state at the end of the period, or as of the day"
    ),
    "actions": Text(fr="actions correctives, et non réclamations", en="corrective actions, not complaints"),
}
MOVES = Text(fr="entrées et sorties de la période", en="what came and what left in the period")
WILSON = Text(fr="Wilson", en="Wilson")
NORMAL = Text(fr="normal, d'après la dispersion", en="normal, from the spread")
NONE = Text(fr="aucun", en="none")
COUNTED = Text(fr="aucun : c'est un compte", en="none: it is a count")
INTERVALS: dict[type[Shape], Text] = {
    Count: COUNTED,
    Share: WILSON,
    Mean: NORMAL,
    Score: NORMAL,
    Rate: Text(fr="Poisson exact", en="exact Poisson"),
    Part: WILSON,
    Delay: Text(fr="Greenwood, sur la courbe de Kaplan-Meier", en="Greenwood, on the Kaplan-Meier curve"),
    Stock: COUNTED,
    Flow: COUNTED,
    Acted: WILSON,
}
CHARTS = {
    "p": Text(fr="p′ (proportions)", en="p′ (proportions)"),
    "u": Text(fr="u′ (taux)", en="u′ (rates)"),
    "c": Text(
        fr="c (comptes), XmR si les mois varient plus que le hasard",
        en="c (counts), XmR where months vary beyond chance",
    ),
    "xmr": Text(fr="XmR (valeurs seules)", en="XmR (single values)"),
}
NO_CHART = Text(
    fr="aucune : le chiffre d'une période bouge encore après sa fin",
    en="none: a period's figure still moves after its end",
)


def page() -> str:
    """The whole page in Markdown."""
    parts = [part for language in LANGUAGES for part in _section(language)]
    return "\n\n".join(("# Figures · Indicateurs", *parts)) + "\n"


def _section(language: str) -> list[str]:
    def say(word: str) -> str:
        return WORDS[word].in_(language)

    return [
        f"## {say('title')}",
        say("intro"),
        f"### {say('list')}",
        _index(language),
        f"### {say('reading')}",
        "\n".join(f"- {one.in_(language)}" for one in READING),
        f"### {say('definitions')}",
        say("counts"),
        _definitions(language),
        *(part for metric in metrics().values() for part in _metric(metric, language)),
    ]


def _index(language: str) -> str:
    rows = (
        [
            metric.id,
            f"[{metric.title.in_(language)}](#{language}-{metric.name})",
            UNITS[metric.unit].in_(language),
            BETTER[metric.better].in_(language),
            ", ".join(metric.kinds),
        ]
        for metric in metrics().values()
    )
    return _table([WORDS[word].in_(language) for word in ("id", "figure", "unit", "better", "kinds")], rows)


def _definitions(language: str) -> str:
    rows = ([one.title.in_(language), f"`{one.name}`", one.source.in_(language)] for one in DEFINITIONS.values())
    return _table([WORDS[word].in_(language) for word in ("definition", "name", "source")], rows)


def told(metric: Metric, language: str) -> dict[str, str]:
    """Everything about a metric but its title and definition, by what it is called; nothing that is empty."""
    found = {
        "name": f"`{metric.name}`, {WORDS['version'].in_(language)} {metric.version}",
        "kinds": ", ".join(metric.kinds),
        "unit": UNITS[metric.unit].in_(language),
        "better": BETTER[metric.better].in_(language),
        "cohort": (MOVES if isinstance(metric.shape, Flow) else COHORTS[metric.cohort]).in_(language),
        "clock": metric.clock.in_(language),
        "measures": _measures(metric.shape, language),
        "interval": _interval(metric.shape).in_(language),
        "chart": (CHARTS[chart_kind(metric)] if metric.settles else NO_CHART).in_(language),
        "unavailable": _unavailable(metric).in_(language),
        "sources": ", ".join(metric.sources),
    }
    return {WORDS[word].in_(language): text for word, text in found.items() if text}


def _metric(metric: Metric, language: str) -> list[str]:
    colon = " :" if language == "fr" else ":"
    listed = "\n".join(f"- {word}{colon} {text}" for word, text in told(metric, language).items())
    heading = f'### <a id="{language}-{metric.name}"></a>{metric.id} · {metric.title.in_(language)}'
    return [heading, metric.definition.in_(language), listed]


def _measures(shape: Shape, language: str) -> str:
    named = shape.measures if isinstance(shape, Rate | Part) else ()
    return ", ".join(french(name) if language == "fr" else name.replace("_", " ") for name in named)


def _unavailable(metric: Metric) -> Text:
    return WORDS["exposed"] if isinstance(metric.shape, Rate | Part) else metric.unavailable


def _interval(shape: Shape) -> Text:
    return NONE if isinstance(shape, Mean) and not shape.interval else INTERVALS[type(shape)]


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(page())
