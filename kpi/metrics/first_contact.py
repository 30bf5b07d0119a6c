"""K13: share resolved by the third business day."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.text import Text

EARLY = (nw.col("resolved") < nw.col("received")).fill_null(False)
RESOLVABLE = nw.col("complaint") & nw.col("supplies_resolution") & ~EARLY
PROMPT = (nw.col("resolved") <= nw.col("prompt_due")).fill_null(False)

METRIC = Metric(
    name="first_contact",
    id="K13",
    title=Text(
        fr="Part réglée au premier contact ou sous 3 jours ouvrés", en="Share resolved at once or in 3 working days"
    ),
    definition=Text(
        fr=(
            "Réglées le jour même ou au plus tard le troisième jour ouvré après la réception / réclamations reçues "
            "dans la période pour lesquelles ce jour est passé. Exclues et comptées : remarques, règlement daté "
            "d'avant la réception, sources sans date de règlement."
        ),
        en=(
            "Resolved on the same day or by the third working day after the reception / complaints received in the "
            "period for which that day is over. Excluded and counted: remarks, resolutions dated before the reception, "
            "sources without dates of resolution."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI",),
    clock=Text(
        fr="De la réception au règlement, trois jours ouvrés au plus, jour de réception non compté",
        en="From reception to the resolution, three working days at most, the day of reception not counted",
    ),
    cohort="received",
    shape=Share(hit=PROMPT, counted=RESOLVABLE & (nw.col("prompt_due") < nw.col("today"))),
    excluded=~RESOLVABLE,
    unavailable=Text(fr="l'export ne donne pas la date de règlement", en="the export gives no date of resolution"),
    sources=("S0-24", "FCA DISP 1.5", "ISO 10002"),
)
