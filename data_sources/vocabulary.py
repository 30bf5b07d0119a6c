"""Words that values are known by, and how alike two names are. Accents, case, gender and number do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "channel": {
        "letter": (
            "letter", "courrier", "lettre", "mail postal", "postal", "postal mail", "post", "fax", "recommande", "lrar",
            "brief", "einschreiben", "carta", "correo postal", "burofax",
        ),
        "email": ("email", "e mail", "mail", "courriel", "mel", "correo", "correo electronico"),
        "web": (
            "web", "internet", "site", "formulaire", "online", "portail", "portal", "chat", "self service", "form",
            "site internet", "website", "webformular", "kontaktformular", "formulario", "formulario web", "pagina web",
        ),
        "phone": (
            "phone", "telephone", "tel", "call", "appel", "voice", "ivr", "hotline", "telefon", "anruf", "telefono",
            "llamada",
        ),
        "counter": (
            "counter", "guichet", "agence", "accueil", "boutique", "branch", "walk in", "in person", "face",
            "sur place",
            "filiale", "personlich", "vor ort", "oficina", "presencial", "ventanilla",
        ),
        "app": ("app", "application", "mobile app", "appli"),
        "social": ("social", "reseaux sociaux", "twitter", "facebook", "x", "instagram", "reseau social", "linkedin",
        "redes sociales"),
        "review": ("review", "avis", "trustpilot", "google"),
        "other": ("other", "autre", "autres", "divers", "referral", "sonstige", "sonstiges", "otro", "otros"),
    },
    "kind": {
        "complaint": ("complaint", "reclamation", "plainte", "claim", "grievance"),
        "remark": ("remark", "remarque", "suggestion", "compliment", "observation", "feedback", "remerciement"),
        "request": ("request", "demande", "question", "renseignement", "information", "enquiry", "inquiry", "query"),
    },
    "outcome": {
        "upheld": ("upheld", "fondee", "fonde", "accepted", "acceptee", "favorable", "justified", "oui", "yes"),
        "partly": ("partly", "partially", "partiel", "partielle", "partiellement", "partly upheld"),
        "rejected": ("rejected", "non fondee", "non fonde", "refusee", "rejetee", "defavorable", "not upheld", "non",
                     "no", "unjustified", "infondee"),
        "undecided": ("undecided", "en cours", "pending", "sans decision", "indetermine"),
    },
}  # fmt: skip

STATES: Mapping[str, tuple[str, ...]] = {
    "open": (
        "open", "opened", "new", "nouveau", "nouvelle", "ouvert", "ouverte", "en cours", "encours", "a traiter",
        "active",
        "in progress", "pending", "en attente", "on hold", "hold", "attente", "assigned", "attribue", "awaiting",
        "waiting", "planifie", "to do", "reopened", "rouvert", "rouverte", "offen", "neu", "in bearbeitung",
        "wartend", "abierto", "abierta", "nuevo", "nueva", "en curso", "en tramite", "pendiente", "asignado",
    ),
    "closed": (
        "closed", "close", "resolved", "solved", "clos", "close", "cloture", "cloturee", "ferme", "fermee", "resolu",
        "resolue", "termine", "terminee", "traite", "traitee", "done", "completed", "cancelled", "annule", "archive",
        "deleted", "geschlossen", "erledigt", "gelost", "abgeschlossen", "cerrado", "cerrada", "resuelto", "resuelta",
        "finalizado",
    ),
}  # fmt: skip

SEVERITIES = (
    "low", "medium", "normal", "high", "urgent", "critical", "minor", "major", "moderate", "blocker", "lowest",
    "highest",
    "basse", "bas", "moyenne", "moyen", "normale", "haute", "haut", "elevee", "critique", "mineure", "majeure",
    "faible",
    "forte", "niedrig", "mittel", "hoch", "kritisch", "dringend", "baja", "media", "alta", "urgente", "critica",
)  # fmt: skip

GONE = ("deleted", "spam", "supprime", "supprimee", "corbeille", "geloscht", "eliminado", "eliminada", "trash")

NULL_MARKERS = (
    "000000000000000AAA", "000000000000000",
    "?", "NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "NaN", "nan", "NaT", "-", "--", "(null)", "(vide)",
    "(blank)", "\\N",
)  # fmt: skip


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SPELLED = str.maketrans({"°": " ", "º": " ", "ß": "ss", "œ": "oe"})


def plain(name: str) -> str:
    """Lower case, without accents, words parted by one space; camelCase and snake_case are parted too."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.translate(_SPELLED))
    folded = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", folded))


def likeness(name: str, synonyms: Iterable[str]) -> float:
    """1 for one of the synonyms, less when the name only begins or ends with it, 0 when it has nothing of it.

    Gender and number do not count: « Répondues le » is « répondu le ».
    """
    text = _stem(plain(name))
    best = 0.0
    for synonym in synonyms:
        stem = _stem(synonym)
        if text == stem:
            return 1.0
        if len(synonym) > 2 and (text.startswith(f"{stem} ") or text.endswith(f" {stem}")):
            best = max(best, 0.5 + 0.4 * len(stem) / len(text))
    return best


def place(name: str, synonyms: Sequence[str]) -> int:
    """Where a name stands among its synonyms, the surest being first; after all of them if it is none."""
    text = _stem(plain(name))
    return next((n for n, synonym in enumerate(synonyms) if _stem(synonym) == text), len(synonyms))


@lru_cache(maxsize=8192)
def _stem(text: str) -> str:
    """Each word of four letters or more without its ending in e, es or s."""
    return " ".join(re.sub(r"(?<=\w{3})(e+s?|s)$", "", word) for word in text.split())


def canonical_value(column: str, text: str) -> str | None:
    """The canonical value an enumerated text stands for: the longest word of ours found in it."""
    said = f" {plain(text)} "
    found = [
        (len(word), value)
        for value, synonyms in VALUES[column].items()
        for word in (value, *synonyms)
        if f" {word} " in said
    ]
    return max(found)[1] if found else None


def state_of(text: str) -> str | None:
    """Whether a status is `open` or `closed`, by the words in it; None where it has no word we know."""
    said = f" {plain(text)} "
    found = [(len(word), state) for state, known in STATES.items() for word in known if f" {word} " in said]
    return max(found)[1] if found else None


def is_severity(text: str) -> bool:
    return not set(plain(text).split()).isdisjoint(SEVERITIES)
