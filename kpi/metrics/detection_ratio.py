"""K24: share of defects found before the customer did."""

from __future__ import annotations

from kpi.metric import IS_COMPLAINT, NOT_COMPLAINT, Metric, Part
from kpi.text import Text

METRIC = Metric(
    name="detection_ratio",
    id="K24",
    title=Text(fr="Part des défauts détectés avant le client", en="Share of defects found before the customer did"),
    definition=Text(
        fr=(
            "Défauts trouvés en interne / (défauts trouvés en interne + réclamations reçues), dans les mois de la "
            "période. Les défauts internes viennent des données d'exposition. Exclues et comptées : remarques."
        ),
        en=(
            "Defects found inside / (defects found inside + complaints received), in the months of the period. "
            "Internal defects come from the exposures. Excluded and counted: remarks."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI", "KCI"),
    clock=Text(fr="Date de réception ; mois des données d'exposition", en="Date of reception; months of the exposures"),
    cohort="received",
    shape=Part(hit="internal_defects", counted=IS_COMPLAINT),
    excluded=NOT_COMPLAINT,
    sources=("S2-13",),
)
