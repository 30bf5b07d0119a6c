"""K06: median delay until somebody takes charge."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Delay, Metric
from kpi.text import Text

OWNED = ~nw.col("owned").is_null()
NOBODY_TOLD = ~OWNED & ~nw.col("out").is_null()
EARLY = (nw.col("owned") < nw.col("received")).fill_null(False)
TIMED = nw.col("complaint") & nw.col("supplies_ownership") & ~NOBODY_TOLD & ~EARLY

METRIC = Metric(
    name="ownership_delay",
    id="K06",
    title=Text(fr="Délai médian de prise en charge", en="Median delay until taken in charge"),
    definition=Text(
        fr=(
            "Nombre de jours au bout duquel une réclamation sur deux est prise en charge, pour celles reçues dans la "
            "période (Kaplan-Meier : une réclamation ouverte que personne n'a prise compte pour le temps déjà "
            "attendu). Ce n'est pas le délai de réponse. Exclues et comptées : remarques, répondues ou closes sans "
            "date de prise en charge, prise en charge datée d'avant la réception, sources sans cette date."
        ),
        en=(
            "Number of days after which one complaint in two is taken in charge, for those received in the period "
            "(Kaplan-Meier: an open one that nobody took counts for the time waited so far). It is not the reply "
            "delay. Excluded and counted: remarks, those answered or closed without a date of taking in charge, dates "
            "of it before the reception, sources without that date."
        ),
    ),
    unit="days",
    better="down",
    kinds=("KPI", "KCI"),
    clock=Text(
        fr="De la réception à la prise en charge, en jours civils entiers (ou ouvrés, ouvrables, sur demande)",
        en="From reception to the taking in charge, in whole calendar days (or working days on request)",
    ),
    cohort="received",
    shape=Delay(days="ownership_{unit}", event=OWNED, counted=TIMED, quantile=0.5),
    excluded=~TIMED,
    unavailable=Text(
        fr="l'export ne donne pas la date de prise en charge",
        en="the export gives no date of taking in charge",
    ),
    sources=("S0-12",),
)
