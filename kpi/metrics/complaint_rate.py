"""K02: complaints per 1,000 customers."""

from __future__ import annotations

from kpi.metric import IS_COMPLAINT, NOT_COMPLAINT, Metric, Rate
from kpi.text import Text

METRIC = Metric(
    name="complaint_rate",
    id="K02",
    title=Text(fr="Réclamations pour 1 000 clients", en="Complaints per 1,000 customers"),
    definition=Text(
        fr=(
            "Réclamations reçues × 1 000 / clients (ou abonnés, comptes, contrats : moyenne des mois de la période ; "
            "ou livraisons : leur somme), selon la donnée d'exposition chargée ou demandée. Taux de la période, non "
            "annualisé. Exclues et comptées : remarques. Pour P155.1 : définition « écrite, hors niveau de prix », "
            "abonnés, année."
        ),
        en=(
            "Complaints received × 1,000 / customers (or subscribers, accounts, contracts: mean of the months; or "
            "deliveries: their sum), by the exposure that is loaded or asked for. Rate of the period, not annualised. "
            "Excluded and counted: remarks. For P155.1: the definition “in writing, price level excluded”, "
            "subscribers, a year."
        ),
    ),
    unit="per_1000",
    better="neutral",
    kinds=("KPI", "KRI"),
    clock=Text(fr="Date de réception ; mois des données d'exposition", en="Date of reception; months of the exposures"),
    cohort="received",
    shape=Rate(counted=IS_COMPLAINT, measures=("customers", "subscribers", "accounts", "contracts", "deliveries")),
    excluded=NOT_COMPLAINT,
    chart="u",
    sources=("S0-17", "S0-19", "S0-23", "S2-14", "D-02"),
)
