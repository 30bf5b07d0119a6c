"""What customers complain about, through which channel, and who answers: the operator's reference tables."""

from __future__ import annotations

from data_sources.demo.stories import ADVICE, BILLING, BILLING_TEAM, DELIVERY, INSTALLATION, SLOW_TEAM

NETWORK, QUALITY, CANCELLATION = "Panne réseau", "Débit et qualité", "Résiliation"
EQUIPMENT, TELEVISION = "Matériel", "Télévision"

MOTIVES: dict[str, float] = {
    BILLING: 0.240, NETWORK: 0.170, QUALITY: 0.100, INSTALLATION: 0.115, DELIVERY: 0.090,
    CANCELLATION: 0.090, ADVICE: 0.080, EQUIPMENT: 0.070, TELEVISION: 0.045,
}  # fmt: skip
SUB_MOTIVES: dict[str, dict[str, float]] = {
    BILLING: {"Montant contesté": 4, "Remise non appliquée": 3, "Prélèvement en double": 2, "Frais inattendus": 2},
    NETWORK: {"Coupure fibre": 4, "Réseau mobile indisponible": 3, "Coupure ADSL": 2, "Dépannage sans effet": 2},
    QUALITY: {"Débit insuffisant": 5, "Appels interrompus": 2, "Wi-Fi instable": 3},
    INSTALLATION: {"Technicien absent": 4, "Rendez-vous reporté": 4, "Délai de raccordement": 3},
    DELIVERY: {"Colis en retard": 4, "Colis non reçu": 3, "Contenu endommagé": 1, "Erreur d'expédition": 1},
    CANCELLATION: {"Résiliation non prise en compte": 4, "Frais de résiliation": 3, "Retour du matériel": 2},
    ADVICE: {"Information erronée": 4, "Attente téléphonique": 3, "Accueil en boutique": 2},
    EQUIPMENT: {"Box défectueuse": 4, "Téléphone défectueux": 3, "Échange refusé": 2},
    TELEVISION: {"Chaîne manquante": 3, "Image figée": 3, "Option non demandée": 2},
}
PRODUCTS = ("Fibre", "Mobile", "Box ADSL", "Télévision", "Pro")
PRODUCT_MIX: dict[str, tuple[float, ...]] = {
    BILLING: (0.36, 0.42, 0.10, 0.04, 0.08), NETWORK: (0.45, 0.28, 0.17, 0.02, 0.08),
    QUALITY: (0.40, 0.34, 0.18, 0.03, 0.05), INSTALLATION: (0.84, 0.00, 0.05, 0.01, 0.10),
    DELIVERY: (0.40, 0.46, 0.06, 0.03, 0.05), CANCELLATION: (0.38, 0.36, 0.17, 0.04, 0.05),
    ADVICE: (0.36, 0.42, 0.10, 0.05, 0.07), EQUIPMENT: (0.44, 0.36, 0.12, 0.04, 0.04),
    TELEVISION: (0.16, 0.01, 0.04, 0.78, 0.01),
}  # fmt: skip
PROCESS: dict[str, str] = {
    BILLING: "Facturation et encaissement", NETWORK: "Exploitation du réseau", QUALITY: "Exploitation du réseau",
    INSTALLATION: "Raccordement", DELIVERY: "Logistique", CANCELLATION: "Gestion des contrats",
    ADVICE: "Relation client", EQUIPMENT: "Logistique", TELEVISION: "Produits et contenus",
}  # fmt: skip
EXTERNAL_PROCESSES = ("Raccordement", "Logistique")  # outside providers connect and deliver
OTHER_PROCESSES: dict[str, float] = {"Ventes et marketing": 5, "Systèmes d'information": 4, "Relation client": 3}
SEVERITIES = ("mineure", "majeure", "critique")
SEVERITY_MIX: dict[str, tuple[float, ...]] = {
    NETWORK: (0.36, 0.48, 0.16), INSTALLATION: (0.50, 0.42, 0.08), BILLING: (0.56, 0.38, 0.06),
    ADVICE: (0.80, 0.18, 0.02),
}  # fmt: skip
USUAL_SEVERITY = (0.60, 0.34, 0.06)

CHANNELS = ("letter", "email", "web", "phone", "counter", "app")
WRITTEN = ("letter", "email", "web", "app")
CHANNEL_START = (0.13, 0.22, 0.22, 0.27, 0.08, 0.08)
CHANNEL_END = (0.09, 0.19, 0.21, 0.22, 0.07, 0.22)
CHANNEL_DAYS = {  # what comes in on Monday to Friday, on Saturday, on Sunday or a holiday
    "working": (1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "saturday": (0.5, 0.7, 1.2, 0.7, 1.6, 1.5),
    "sunday": (0.0, 1.0, 2.0, 0.0, 0.0, 2.5),
}
DAY_LOAD = (1.24, 1.10, 1.02, 1.00, 0.94, 0.34, 0.13)  # Monday to Sunday; a holiday counts as a Sunday
MONTH_LOAD = (1.08, 1.02, 1.00, 0.97, 0.94, 0.98, 0.96, 0.83, 1.06, 1.06, 1.04, 1.05)
YEARLY_GROWTH = 0.035

REGIONAL_TEAM: dict[str, str] = {
    "Île-de-France": "Relation client Paris", "Hauts-de-France": "Relation client Lille",
    "Normandie": "Relation client Lille", "Grand Est": "Relation client Nancy",
    "Bourgogne-Franche-Comté": "Relation client Nancy", "Bretagne": "Relation client Nantes",
    "Pays de la Loire": "Relation client Nantes", "Centre-Val de Loire": "Relation client Nantes",
    "Nouvelle-Aquitaine": "Relation client Bordeaux", "Occitanie": SLOW_TEAM,
    "Auvergne-Rhône-Alpes": "Relation client Lyon", "Provence-Alpes-Côte d'Azur": "Relation client Marseille",
    "Corse": "Relation client Marseille",
}  # fmt: skip
NATIONAL_TEAM: dict[str, tuple[str, float]] = {  # the team for a motive, and the share of it that it takes
    BILLING: (BILLING_TEAM, 0.75), NETWORK: ("Supervision réseau", 0.50), INSTALLATION: ("Planification", 0.50),
}  # fmt: skip
LEVEL_TEAM = {2: "Service consommateurs", 3: "Cellule médiation"}
TEAM_DAYS: dict[str, float] = {  # median working days to a reply before all other influences
    BILLING_TEAM: 6.1, "Supervision réseau": 5.7, "Planification": 6.0, "Relation client Paris": 6.2,
    "Relation client Lille": 6.0, "Relation client Nancy": 5.9, "Relation client Nantes": 5.6,
    "Relation client Bordeaux": 5.9, SLOW_TEAM: 6.0, "Relation client Lyon": 5.8, "Relation client Marseille": 6.3,
    "Service consommateurs": 6.6, "Cellule médiation": 14.0,
}  # fmt: skip
CHANNEL_PACE = {"letter": 1.14, "email": 1.04, "web": 1.02, "phone": 0.92, "counter": 0.95, "app": 0.96}

CUSTOMER_PROFILES: dict[str, float] = {
    "Fidèle": 30, "Économe": 22, "Nouveau client": 14, "Expert": 12, "Pressé": 12, "Peu à l'aise avec le numérique": 10,
}  # fmt: skip
DISTRIBUTORS: dict[str, float] = {
    "Boutique en propre": 38, "Vente en ligne": 30, "Réseau partenaire": 16, "Télévente": 10, "Grande distribution": 6,
}  # fmt: skip
UPHELD_SHARE = {BILLING: 0.52, NETWORK: 0.60, INSTALLATION: 0.66, DELIVERY: 0.62, ADVICE: 0.34, CANCELLATION: 0.40}
PRETEXTS: dict[str, float] = {  # the reason given with a rejection; the last two name a complaint made in bad faith
    "Contrat respecté": 46, "Fait non établi": 26, "Délai de contestation dépassé": 12, "Hors responsabilité": 10,
    "Prétexte : report de paiement": 4, "Prétexte : sortie d'engagement": 2,
}  # fmt: skip
CAUSES: dict[str, tuple[str, ...]] = {
    BILLING: ("Paramétrage de la facturation", "Erreur de saisie", "Remise mal reprise"),
    NETWORK: ("Équipement en panne", "Travaux de tiers", "Sous-traitant réseau"),
    QUALITY: ("Saturation", "Réglage de la box", "Équipement en panne"),
    INSTALLATION: ("Sous-traitant raccordement", "Planning surchargé", "Adresse erronée"),
    DELIVERY: ("Transporteur", "Rupture de stock", "Erreur de préparation"),
    CANCELLATION: ("Consigne mal comprise", "Défaut du logiciel", "Courrier égaré"),
    ADVICE: ("Formation insuffisante", "Documentation périmée", "Effectif insuffisant"),
    EQUIPMENT: ("Lot défectueux", "Fournisseur", "Erreur de préparation"),
    TELEVISION: ("Droits de diffusion", "Défaut du logiciel", "Erreur de saisie"),
}
NONDETECTION = ("Pas de contrôle", "Contrôle par sondage", "Alerte ignorée", "Contrôle inefficace")
