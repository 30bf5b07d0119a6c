"""K23: defective products per million sold."""

from __future__ import annotations

from kpi.metric import Metric, Part
from kpi.text import Text

METRIC = Metric(
    name="defective_ppm",
    id="K23",
    title=Text(fr="Produits défectueux par million de vendus", en="Defective products per million sold"),
    definition=Text(
        fr=(
            "Produits défectueux × 1 000 000 / produits vendus dans les mois de la période. Les deux viennent des "
            "données d'exposition, pas des réclamations."
        ),
        en=(
            "Defective products × 1,000,000 / products sold in the months of the period. Both come from the "
            "exposures, not from complaints."
        ),
    ),
    unit="ppm",
    better="down",
    kinds=("KPI", "KRI"),
    clock=Text(fr="Mois des données d'exposition", en="Months of the exposures"),
    cohort="received",
    shape=Part(hit="defective", of="sold", per=1_000_000),
    sources=("S0-20", "ISO 9001 9.3.2 c) 3"),
)
