"""K15: share that repeats an earlier complaint."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.reasons import Either
from kpi.text import Text

REPEAT_DAYS = 90
COMPARABLE = nw.col("complaint") & nw.col("supplies_customer") & nw.col("customer_known") & ~nw.col("climbs")
NO_CUSTOMER = Text(fr="l'export n'identifie pas les clients", en="the export doesn't identify customers")
NO_MOTIVE = Text(fr="aucune ne porte de motif", en="none bears a motive")

METRIC = Metric(
    name="repeat",
    id="K15",
    title=Text(fr="Part répétée", en="Share repeated"),
    definition=Text(
        fr=(
            f"Réclamations du même client, pour le même motif, {REPEAT_DAYS} jours civils au plus après la précédente "
            "(ou qui en répètent une au même niveau) / réclamations reçues dans la période dont le client et le motif "
            "sont connus. Un recours à un niveau supérieur n'est pas une répétition. Exclues et comptées : remarques, "
            "recours, client ou motif inconnu."
        ),
        en=(
            f"Complaints of the same customer for the same motive, {REPEAT_DAYS} calendar days at most after the one "
            "before (or that repeat one at the same level) / complaints received in the period whose customer and "
            "motive are known. An appeal to a higher level is no repeat. Excluded and counted: remarks, appeals, "
            "unknown customers or motives."
        ),
    ),
    unit="share",
    better="down",
    kinds=("KPI", "KRI"),
    clock=Text(
        fr="De la réception de la précédente à la réception, 90 jours civils au plus",
        en="From the reception of the one before to the reception, 90 calendar days at most",
    ),
    cohort="received",
    shape=Share(hit=(nw.col("received") - nw.col("previous") <= REPEAT_DAYS).fill_null(False), counted=COMPARABLE),
    excluded=~COMPARABLE,
    unavailable=Either(
        fr="l'export n'identifie pas les clients ou ne donne pas le motif",
        en="the export doesn't identify customers, or gives no motive",
        halves=(
            (nw.col("supplies_customer"), NO_CUSTOMER),
            (~nw.col("motive").is_null(), NO_MOTIVE),
        ),
    ),
    sources=("S0-27", "ISO 10002"),
)
