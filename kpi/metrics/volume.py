"""K01: complaints received."""

from __future__ import annotations

from kpi.metric import IS_COMPLAINT, NOT_COMPLAINT, Count, Metric
from kpi.text import Text

METRIC = Metric(
    name="volume",
    id="K01",
    title=Text(
        fr="Réclamations reçues",
        en="Complaints received",
    ),
    definition=Text(
        fr=(
            "Réclamations reçues dans la période. Les remarques et les demandes sont à part (exclues, comptées) ;"
            " les doublons ont été retirés à l'import."
        ),
        en=(
            "Complaints received in the period. Remarks and requests stand apart (excluded, counted); duplicates "
            "were removed at the import."
        ),
    ),
    unit="complaints",
    better="neutral",
    kinds=("KPI",),
    clock=Text(
        fr="Date de réception",
        en="Date of reception",
    ),
    cohort="received",
    shape=Count(counted=IS_COMPLAINT),
    excluded=NOT_COMPLAINT,
    sources=("S0-20", "S2-10", "D-02"),
)
