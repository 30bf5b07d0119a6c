"""K23: shipping errors per shipment."""

from __future__ import annotations

from kpi.metric import Metric, Part
from kpi.text import Text

METRIC = Metric(
    name="shipping_errors",
    id="K23",
    title=Text(fr="Part d'expéditions erronées", en="Share of shipments in error"),
    definition=Text(
        fr=(
            "Erreurs d'expédition / expéditions dans les mois de la période. Les deux viennent des données "
            "d'exposition, pas des réclamations."
        ),
        en=(
            "Shipping errors / shipments in the months of the period. Both come from the exposures, not from "
            "complaints."
        ),
    ),
    unit="share",
    better="down",
    kinds=("KPI", "KRI"),
    clock=Text(fr="Mois des données d'exposition", en="Months of the exposures"),
    cohort="received",
    shape=Part(hit="shipping_errors", of="shipped"),
    sources=("S0-20", "ISO 9001 9.3.2 c) 3"),
)
