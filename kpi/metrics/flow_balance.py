"""K11: complaints received less those that left."""

from __future__ import annotations

from kpi.metric import Flow, Metric
from kpi.metrics._shared import CAN_LEAVE, CANNOT_LEAVE, NO_LEAVING
from kpi.text import Text

METRIC = Metric(
    name="flow_balance",
    id="K11",
    title=Text(fr="Solde entrées moins sorties", en="Balance of in and out"),
    definition=Text(
        fr=(
            "Réclamations reçues dans la période moins celles répondues ou closes (la première des deux) dans la "
            "période : de combien le stock a grandi. Stock de fin = stock de début + solde. Exclues et comptées : "
            "remarques, sources sans date de réponse ni de clôture."
        ),
        en=(
            "Complaints received in the period less those answered or closed (whichever came first) in the period: by "
            "how much the stock grew. Stock at the end = stock at the start + balance. Excluded and counted: remarks, "
            "sources with neither reply nor closing dates."
        ),
    ),
    unit="complaints",
    better="down",
    kinds=("KPI", "KRI"),
    clock=Text(
        fr="Entrée : date de réception ; sortie : date de réponse ou de clôture, la première",
        en="In: date of reception; out: date of reply or closing, whichever came first",
    ),
    cohort="received",
    shape=Flow(enter="received", leave="out", counted=CAN_LEAVE),
    excluded=CANNOT_LEAVE,
    unavailable=NO_LEAVING,
    sources=("S2-03", "D-02"),
)
