"""docs/rules.md: every shipped rule set in English and in French, from the sets themselves.

`python -m kpi.rules_page > docs/rules.md` writes it again; a test holds the file to it. Judges nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from typing import get_args

from kpi.definitions import definition
from kpi.rule_files import load_rules, rule_sets
from kpi.ruleset import Deadline, Rule, RuleSet, Sector, When
from kpi.text import Text

LANGUAGES = ("en", "fr")
FIRST, LAST = Rule.model_fields["valid_from"].default, Rule.model_fields["valid_to"].default

WORDS = {
    "title": Text(fr="Français", en="English"),
    "intro": Text(
        fr=(
            "Un jeu de règles dit ce qui est promis, à qui, pour quand et sur quel calendrier. La première règle "
            "dont une réclamation remplit les conditions la juge, dans la version en vigueur le jour de sa "
            "réception, d'après ce qu'elle était alors : un canal ou un motif changé depuis ne change rien."
        ),
        en=(
            "A rule set says what is promised to whom, by when and on which calendar. The first rule whose "
            "conditions a complaint meets judges it, in the version in force on the day it was received, by what it "
            "was then: a channel or a motive that was changed later changes nothing."
        ),
    ),
    "counting": Text(fr="Comment le temps est compté", en="How time is counted"),
    "sectors": Text(fr="Quel jeu pour quel secteur", en="Which set for which sector"),
    "sector": Text(fr="Secteur", en="Sector"),
    "sets": Text(fr="Jeux de règles", en="Rule sets"),
    "version": Text(fr="Version", en="Version"),
    "source": Text(fr="Source", en="Source"),
    "definition": Text(fr="Compte comme réclamation", en="Counts as a complaint"),
    "calendar": Text(fr="Calendrier", en="Calendar"),
    "promised": Text(fr="Date promise dans l'export", en="Promised date in the export"),
    "initial": Text(
        fr="c'est la promesse, sauf si l'on sait quand elle a été faite : c'est alors un nouveau délai",
        en="it is the promise, unless it is known when it was made: then it is a renewed one",
    ),
    "renewal": Text(
        fr="un nouveau délai, si l'on sait quand il a été annoncé ; sinon elle ne compte pas",
        en="a renewed promise, if it is known when it was made; otherwise it doesn't count",
    ),
    "objectives": Text(fr="Objectifs", en="Objectives"),
    "rule": Text(fr="Règle", en="Rule"),
    "when": Text(fr="S'applique à", en="Applies to"),
    "reply": Text(fr="Réponse sous", en="Answer within"),
    "acknowledgement": Text(fr="Accusé sous", en="Acknowledged within"),
    "limit": Text(fr="Nouveau délai au plus", en="Renewed to at most"),
    "pauses": Text(fr="Pauses", en="Pauses"),
    "valid": Text(fr="Reçues", en="Received"),
    "all": Text(fr="toutes", en="all"),
    "others": Text(fr="toutes les autres", en="all others"),
    "none": Text(fr="—", en="—"),
    "counted": Text(fr="ajoutées", en="added"),
    "ignored": Text(fr="aucune", en="none"),
    "excluded": Text(fr="hors du taux", en="outside of the share"),
    "always": Text(fr="toujours", en="always"),
    "until": Text(fr="jusqu'au", en="until"),
    "since": Text(fr="depuis le", en="from"),
    "at_once": Text(
        fr="aussitôt : le jour même, ou le suivant qui soit ouvert", en="at once: the day itself, or the next one open"
    ),
    "dated": Text(fr="sans délai ; comptée à", en="no delay; counted at"),
    "hours": Text(fr="Heures d'ouverture", en="Opening hours"),
    "for": Text(fr="pour", en="for"),
}
COUNTING = (
    Text(
        fr="En jours, semaines et mois, le jour de départ n'est pas compté ; le dernier l'est, jusqu'à sa fin.",
        en="In days, weeks and months the starting day is not counted; the last one is, to its end.",
    ),
    Text(
        fr=(
            "Jours ouvrés : du lundi au vendredi. Jours ouvrables : du lundi au samedi. Sans les jours fériés du "
            "lieu ni les fermetures déclarées. Jours civils, semaines et mois comptent tout et ne reculent devant "
            "aucun jour férié ; un mois finit au même quantième, ou au dernier jour du mois."
        ),
        en=(
            "Working days (jours ouvrés) are Monday to Friday, jours ouvrables Monday to Saturday, without the public "
            "holidays of the place and one's own closures. Calendar days, weeks and months count everything and move "
            "off no holiday; a month ends on the same day of the month, or on the month's last."
        ),
    ),
    Text(
        fr=(
            "Heures et minutes courent jour et nuit ; heures et minutes d'ouverture, pendant les heures d'ouverture "
            "du jeu. Reçue hors de ces heures, une réclamation compte dès l'ouverture suivante. Ce sont des minutes "
            "locales : un changement d'heure ne déplace rien."
        ),
        en=(
            "Hours and minutes run day and night; business hours and minutes run during the set's opening hours. "
            "Received outside of them, a complaint counts from the next opening. Minutes are local ones: a change of "
            "clocks moves nothing."
        ),
    ),
    Text(
        fr=(
            "Quand l'export ne donne que le jour, rien n'est embelli : un délai en heures part du début de ce jour "
            "(de son ouverture, en heures d'ouverture), et une réponse est datée de la fin du sien."
        ),
        en=(
            "Where the export gives only the day, nothing is flattered: a deadline in hours starts with that day "
            "(with its opening, in business hours), and a reply comes at the end of its own."
        ),
    ),
    Text(
        fr=(
            "Quand le départ de la règle (envoi, enregistrement) manque, c'est la réception. Une réponse d'attente, un "
            "accusé de réception ou une clôture n'arrêtent pas le délai : seule la réponse le fait."
        ),
        en=(
            "Where the rule's starting point (sending, registration) is missing, it is the reception. A holding "
            "reply, an acknowledgement or a closure doesn't stop the clock: only the reply does."
        ),
    ),
    Text(
        fr=(
            "Un nouveau délai ne vaut que s'il est annoncé avant la fin du premier, et jamais au-delà de la limite de "
            "la règle ; annoncé sans date, il va jusqu'à cette limite. L'échéance initiale, elle, ne bouge pas."
        ),
        en=(
            "A renewed promise only counts if it is announced before the first has passed, and never beyond the "
            "rule's limit; announced without a date, it reaches that limit. The first due date stays where it is."
        ),
    ),
    Text(
        fr=(
            "Les pauses n'allongent un délai que si la règle le dit, en jours entiers. Chaque part dans les délais "
            "peut être lue avec et sans pauses."
        ),
        en=(
            "Pauses lengthen a deadline only where the rule says so, in whole days. Every share in time can be read "
            "with and without them."
        ),
    ),
)
UNITS = {
    "ouvres": Text(fr="jours ouvrés", en="working days (Mon–Fri)"),
    "ouvrables": Text(fr="jours ouvrables", en="jours ouvrables (Mon–Sat)"),
    "calendar": Text(fr="jours civils", en="calendar days"),
    "weeks": Text(fr="semaines", en="weeks"),
    "months": Text(fr="mois", en="months"),
    "hours": Text(fr="heures", en="hours"),
    "minutes": Text(fr="minutes", en="minutes"),
    "business_hours": Text(fr="heures d'ouverture", en="business hours"),
    "business_minutes": Text(fr="minutes d'ouverture", en="business minutes"),
}
STARTS = {
    "received": Text(fr="après la réception", en="after the reception"),
    "sent": Text(fr="après l'envoi", en="after the sending"),
    "registered": Text(fr="après l'enregistrement", en="after the registration"),
}
SECTORS = {
    "bank": Text(fr="Banque", en="Bank"),
    "car": Text(fr="Automobile", en="Car"),
    "hotel": Text(fr="Hôtellerie", en="Hotel"),
    "telecom": Text(fr="Télécom", en="Telecom"),
    "tourism": Text(fr="Office de tourisme", en="Tourist office"),
    "training": Text(fr="Formation", en="Training"),
    "water": Text(fr="Eau", en="Water"),
}


def page() -> str:
    """The whole page in Markdown."""
    sets = [load_rules(name) for name in rule_sets()]
    parts = [part for language in LANGUAGES for part in _section(sets, language)]
    return "\n\n".join(("# Rule sets · Jeux de règles", *parts)) + "\n"


def _section(sets: list[RuleSet], language: str) -> list[str]:
    def say(word: str) -> str:
        return WORDS[word].in_(language)

    return [
        f"## {say('title')}",
        say("intro"),
        f"### {say('counting')}",
        "\n".join(f"- {one.in_(language)}" for one in COUNTING),
        f"### {say('sectors')}",
        _sectors(sets, language),
        *(part for one in sets for part in _set(one, language)),
    ]


def _sectors(sets: list[RuleSet], language: str) -> str:
    head = [WORDS["sector"].in_(language), WORDS["sets"].in_(language)]
    rows = [
        [SECTORS[sector].in_(language), ", ".join(f"`{one.name}`" for one in sets if sector in one.sectors)]
        for sector in get_args(Sector)
    ]
    return _table(head, rows)


def told(rules: RuleSet, language: str) -> dict[str, str]:
    """Everything about a rule set but its title, note and rules, by what it is called; nothing that is empty."""
    found = {
        "version": rules.version,
        "source": rules.source.in_(language),
        "definition": definition(rules.definition).title.in_(language),
        "calendar": _calendars(rules, language),
        "promised": WORDS[rules.promised].in_(language),
        "hours": "; ".join(f"{day} {', '.join(hours)}" for day, hours in rules.hours.items()),
        "objectives": ", ".join(f"`{name}` {share:.0%}" for name, share in rules.objectives.items()),
    }
    return {WORDS[word].in_(language): text for word, text in found.items() if text}


def _set(rules: RuleSet, language: str) -> list[str]:
    colon = " :" if language == "fr" else ":"
    listed = "\n".join(f"- {word}{colon} {text}" for word, text in told(rules, language).items())
    note = [rules.note.in_(language)] if rules.note else []
    return [f"### `{rules.name}`: {rules.title.in_(language)}", *note, listed, _rules(rules, language)]


def _calendars(rules: RuleSet, language: str) -> str:
    places = [f"`{place.use}` {WORDS['for'].in_(language)} {_conditions(place.when)}" for place in rules.places]
    return "; ".join([f"`{rules.calendar}`", *places])


def _rules(rules: RuleSet, language: str) -> str:
    return _table(*table(rules, language))


def table(rules: RuleSet, language: str) -> tuple[list[str], list[list[str]]]:
    """The head and a row for each rule."""
    words = ("rule", "when", "reply", "acknowledgement", "limit", "pauses", "valid")
    rest = "others" if any(rule.when for rule in rules.rules) else "all"
    rows = [_rule(rule, WORDS[rest].in_(language), language) for rule in rules.rules]
    return [WORDS[word].in_(language) for word in words], rows


def _rule(rule: Rule, rest: str, language: str) -> list[str]:
    title, reply = f"`{rule.id}` {rule.title.in_(language)}", _deadline(rule.reply, language)
    return [
        f"{title}, {WORDS['excluded'].in_(language)}" if rule.excluded else title,
        _conditions(rule.when) or rest,
        f"{WORDS['dated'].in_(language)} {reply}" if rule.excluded else reply,
        *(_deadline(one, language) for one in (rule.acknowledgement, rule.limit)),
        WORDS["counted" if rule.pauses else "ignored"].in_(language),
        _validity(rule.valid_from, rule.valid_to, language),
    ]


def _deadline(deadline: Deadline | None, language: str) -> str:
    if deadline is None:
        return WORDS["none"].in_(language)
    if not deadline.target:
        return WORDS["at_once"].in_(language)
    return f"{deadline.target} {UNITS[deadline.unit].in_(language)} {STARTS[deadline.start].in_(language)}"


def _conditions(when: When) -> str:
    return "; ".join(f"`{name}`: {', '.join(values)}" for name, values in when.items())


def _validity(first: date, last: date, language: str) -> str:
    bounds = [
        f"{WORDS[word].in_(language)} {day}" for word, day, open_ in (("since", first, FIRST), ("until", last, LAST))
        if day != open_
    ]  # fmt: skip
    return " ".join(bounds) or WORDS["always"].in_(language)


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(page())
