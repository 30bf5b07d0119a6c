"""A proposal reads names, values and relations, says how sure it is, and its profile works as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.canonical import MAPPABLE
from data_sources.errors import SourceError
from data_sources.profile import parse_profile
from data_sources.propose import ColumnProposal, Proposal, propose, slug
from data_sources.reading import read_source
from data_sources.vocabulary import canonical_value, likeness, plain

from .conftest import Write

_HEADER = (
    "N° réclamation", "Reçue le", "Date de réponse", "Date clôture", "Canal de réception", "Motif", "Sous-motif",
    "Montant accordé (€)", "Nom du client", "Courriel", "Téléphone", "Commentaire", "Agent", "Région", "Fondée", "Lot",
)  # fmt: skip
_ROWS = (
    "R-001|13/01/2025 09:30|20/01/2025 10:00|21/01/2025|Courrier|Facture|Erreur|12,50|Dupont|a@b.fr|06 01 02 03 04|"
    "Bonjour, rien ne va plus depuis lundi dernier|Max|Bretagne|Oui|A",
    "R-002|02/02/2025 14:00|05/02/2025 09:00|06/02/2025|Téléphone|Livraison|Retard||Martin|c@d.fr|06 11 12 13 14|"
    "Votre colis n'est jamais arrivé chez moi|Zoé|Alsace|Non|B",
    "R-003|03/02/2025 10:15|||Formulaire web|Livraison|Perte|5|Durand|e@f.fr|+33 6 21 22 23 24|"
    "Personne ne répond au téléphone depuis une semaine|Max|Corse||A",
)
FRENCH = "\n".join(";".join(row) for row in (_HEADER, *(line.split("|") for line in _ROWS))) + "\n"


def by_raw(proposal: Proposal) -> dict[str, ColumnProposal]:
    return {column.raw: column for column in proposal.columns}


def test_a_french_export_is_understood_and_its_proposal_reads_it(write: Write) -> None:
    path = write(FRENCH.encode("cp1252"), "Réclamations 2025.csv")
    proposal = propose(path)
    columns = {name: mapped.column for name, mapped in proposal.profile.columns.items()}
    assert columns == {
        "complaint_id": "N° réclamation",
        "received_at": "Reçue le",
        "replied_at": "Date de réponse",
        "closed_at": "Date clôture",
        "channel": "Canal de réception",
        "motive": "Motif",
        "sub_motive": "Sous-motif",
        "compensation_granted": "Montant accordé (€)",
        "region": "Région",
        "outcome": "Fondée",
    }
    assert proposal.profile.personal == {
        "name": "Nom du client", "email": "Courriel", "phone": "Téléphone", "verbatim": "Commentaire",
    }  # fmt: skip
    assert proposal.profile.drop == ("Agent",) and proposal.profile.extra == ("Lot",)
    assert proposal.profile.source == "reclamations_2025"
    reading = read_source(proposal.profile, path)
    first, second, third = reading.accepted.to_pylist()
    assert [row["channel"] for row in (first, second, third)] == ["letter", "phone", "web"]
    assert [row["compensation_granted"] for row in (first, second, third)] == [1250, None, 500]
    assert [row["outcome"] for row in (first, second, third)] == ["upheld", "rejected", None]


def one_column(write: Write, name: str, values: list[str]) -> ColumnProposal:
    """What is proposed for a column beside those of a plain export."""
    rows = (f"{n};{n % 28 + 1:02d}/01/2025;Facture;ouvert;{values[n % len(values)]}\n" for n in range(30))
    return propose(write(f"id;date;motif;statut;{name}\n" + "".join(rows))).columns[-1]


NAMELESS = ["x1", "y2", "z3"]
DAYS = ["12/03/1975", "25/11/1981", "30/06/1990"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        *((name, NAMELESS) for name in (
            "IBAN", "IBAN du client", "N° IBAN", "N° sécurité sociale", "Numéro de sécurité sociale", "NIR", "Login",
            "Pseudo", "Adresse IP", "Plaque immatriculation", "Plaque d'immatriculation", "social_security_number",
            "passport", "passportNumber", "IP address", "Licence plate", "license_plate", "username", "User name",
        )),
        *((name, DAYS) for name in ("Date de naissance", "birth date", "Date of birth", "DOB", "birth_date")),
    ],
)  # fmt: skip
def test_what_identifies_a_person_is_not_kept(write: Write, name: str, values: list[str]) -> None:
    found = one_column(write, name, values)
    assert (found.place, found.why) == ("drop", "it identifies a person: not kept")


@pytest.mark.parametrize(
    "name",
    [
        *("Bénéficiaire", "Plaignant", "Nom du plaignant", "Assuré", "Titulaire", "Titulaire du compte"),
        *("Correspondant", "Interlocuteur", "Signature", "beneficiary", "Claimant", "policyholder", "Account holder"),
    ],
)
@pytest.mark.parametrize("values", [["Roy", "Dupont"], ["Anne Roy 1", "Zoé Petit 2"]])
def test_whoever_it_is_about_is_kept_apart(write: Write, name: str, values: list[str]) -> None:
    assert one_column(write, name, values).place == "personal"


@pytest.mark.parametrize(
    ("place", "values"),
    [
        ("drop", ["FR76 3000 6000 0112 3456 7890 189", "DE89370400440532013000"]),
        ("drop", ["2 55 08 14 168 025 38", "255081416802538"]),
        ("drop", ["10.2.3.4", "192.168.0.1"]),
        ("drop", ["fe80::1", "2001:db8:0:0:0:0:0:1"]),
        ("personal", ["+33 6 12 34 56 78", "0612345678"]),
        ("personal", ["a@b.fr", "c@d.org"]),
        ("extra", ["FR76 3000 6000 0112 3456 7890 188", "DE88370400440532013000"]),
        ("extra", ["255081416802537", "255081416802536"]),
        ("extra", ["10:20:30", "300.1.2.3"]),
    ],
)
def test_values_tell_of_a_person_under_any_header(write: Write, place: str, values: list[str]) -> None:
    """And with a wrong key they are numbers of something else."""
    assert one_column(write, "zzz", values).place == place


def test_a_number_of_msisdn_is_a_telephone(write: Write) -> None:
    assert one_column(write, "MSISDN", ["33612345678", "33712345678"]).place == "personal"


@pytest.mark.parametrize("name", ["Ligne", "Type de carte", "Motif de naissance du litige", "Device", "Plan tarifaire"])
def test_words_of_a_complaint_are_no_identifiers(write: Write, name: str) -> None:
    assert one_column(write, name, ["TER", "Intercités"]).place != "drop"


def test_the_proposed_profile_survives_yaml(write: Write) -> None:
    profile = propose(write(FRENCH)).profile
    assert parse_profile(profile.to_yaml()) == profile


def test_an_assumed_time_zone_is_written_and_said(write: Write) -> None:
    proposal = propose(write(FRENCH))
    assert "timezone: Europe/Paris" in proposal.profile.to_yaml()
    assert "Europe/Paris is assumed" in proposal.notes["timezone"]


def test_an_export_with_short_french_months_is_understood(write: Write) -> None:
    path = write("id;recu;motif\n1;12 janv. 2025;a\n2;3 mai 2025;b\n3;4 mars 2025;c\n4;5 déc. 2024;d\n")
    accepted = read_source(propose(path).profile, path).accepted
    assert [day.month for day in accepted["last_event_at"].to_pylist()] == [1, 5, 3, 12]


def test_canonical_headers_need_no_correction(write: Write) -> None:
    samples = {
        "level": "2", "vulnerable": "true", "written": "false", "invoice_dispute": "true", "nps": "9", "csat": "4",
        "ces": "3", "paused_days": "2", "compensation_claimed": "1250", "compensation_granted": "0",
        "channel": "email", "kind": "complaint", "outcome": "partly", "source": "crm", "handoffs": "3",
        "has_contact": "true", "external_provider": "false", "reprioritised": "false", "has_suggestion": "true",
    }  # fmt: skip
    row = [samples.get(name, "2025-03-04 10:00" if name.endswith("_at") else f"{name} value") for name in MAPPABLE]
    path = write(",".join(MAPPABLE) + "\n" + ",".join(row) + "\n", "export.csv")
    proposal = propose(path)
    assert {name: mapped.column for name, mapped in proposal.profile.columns.items()} == {n: n for n in MAPPABLE}
    assert all(column.confidence >= 0.9 and column.question is None for column in proposal.columns)
    read = read_source(proposal.profile, path).accepted.to_pylist()[0]
    assert (read["source"], read["level"], read["compensation_claimed"]) == ("crm", 2, 1250)
    assert read["motive"] == "motive value"


def test_a_few_canonical_headers_with_empty_columns_are_enough(write: Write) -> None:
    path = write("complaint_id,received_at,replied_at,channel,motive\n1,2025-03-04,,,\n2,2025-03-05 14:05,,,x\n")
    proposal = propose(path)
    assert set(proposal.profile.columns) == {"complaint_id", "received_at", "replied_at", "channel", "motive"}
    assert read_source(proposal.profile, path).accepted.num_rows == 2


def test_two_orders_of_day_and_month_in_one_column_are_refused(write: Write) -> None:
    with pytest.raises(SourceError) as error:
        propose(write("id;recu;m\n1;13/01/2025;a\n2;01/13/2025;a\n"))
    assert "column 'recu' mixes two orders of day and month" in str(error.value)
    assert "line 2" in str(error.value) and "line 3" in str(error.value)


def test_a_false_date_does_not_hide_the_format_the_others_prove(write: Write) -> None:
    body = "".join(f"{n};{n % 28 + 1:02d}/02/2025;m\n" for n in range(60)) + "99;31/02/2025;m\n"
    path = write("id;recu;motif\n" + body)
    proposal = propose(path)
    assert proposal.profile.date_formats == ("%d/%m/%Y",)
    assert read_source(proposal.profile, path).rejected["reason"].to_pylist() == ["date_unreadable"]


def test_an_order_no_value_proves_is_asked_or_taken_from_another_column(write: Write) -> None:
    alone = by_raw(propose(write("id;recu;motif\n1;01/02/2025;m\n2;03/04/2025;m\n")))["recu"]
    assert alone.question is not None and "%d/%m/%Y" in alone.question
    proposal = propose(write("id;recu;repondu le\n1;01/02/2025;01/13/2025\n2;03/04/2025;03/24/2025\n"))
    assert proposal.profile.date_formats == ("%m/%d/%Y",)
    assert by_raw(proposal)["recu"].question is None


def test_null_markers_are_found_where_they_spoil_dates_and_left_where_they_are_words(write: Write) -> None:
    profile = propose(
        write("id;recu;clos le;statut\n1;13/01/2025;?;NA\n2;14/01/2025;15/01/2025;NA\n3;15/01/2025;?;Ok\n")
    ).profile
    assert profile.nulls == ("?",)


def test_an_identifier_that_comes_back_beside_a_date_of_change_is_an_event_log(write: Write) -> None:
    path = write(
        "number,opened_at,sys_updated_at,state\n"
        + "".join(f"A{n // 3},13/1/2025 9:00,14/1/2025 {n % 3}:00,s{n % 3}\n" for n in range(12))
    )
    profile = propose(path).profile
    assert profile.fold is not None and profile.fold.latest_by == ("sys_updated_at",)
    reading = read_source(profile, path)
    assert (reading.accepted.num_rows, reading.duplicate) == (4, 8)


def test_a_reply_that_mostly_precedes_the_reception_is_doubted(write: Write) -> None:
    body = "".join(f"{n};{n + 10}/01/2025;{n + 1}/01/2025\n" for n in range(9))
    reply = by_raw(propose(write("id;recu le;repondu le\n" + body)))["repondu le"]
    assert reply.confidence < 0.6 and reply.question is not None and "come before" in reply.why


def test_without_telling_names_the_best_guess_comes_with_a_question(write: Write) -> None:
    found = by_raw(propose(write("aaa,bbb,ccc\nk1,x,2025-01-13\nk2,x,2025-01-14\n")))
    assert (found["aaa"].canonical, found["ccc"].canonical) == ("complaint_id", "received_at")
    assert found["aaa"].question and found["ccc"].question and found["aaa"].confidence < 0.7


def test_a_source_that_is_a_channel_is_asked_about(write: Write) -> None:
    found = by_raw(propose(write("id,received,source\n1,2025-01-13,Phone call\n2,2025-01-14,Web form\n")))["source"]
    assert (found.canonical, found.question is not None) == ("channel", True)


@pytest.mark.parametrize("content", ["id;recu\n", ""])
def test_a_file_without_data_is_refused(write: Write, content: str) -> None:
    with pytest.raises(SourceError):
        propose(write(content))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        propose(tmp_path / "nothing.csv")


def test_names_are_compared_without_accents_case_or_signs() -> None:
    assert plain("  N° Réclamation_Client ") == "n reclamation client"
    assert plain("dateOfReception") == "date of reception"
    assert likeness("Date de Réception", ["date de reception"]) == 1
    assert 0.5 < likeness("date de reception du dossier", ["date de reception"]) < 1
    assert likeness("couleur", ["date"]) == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [("Appel entrant", "phone"), ("Formulaire WEB", "web"), ("LRAR", "letter"), ("zzz", None)],
)
def test_channels_are_recognised_by_their_words(text: str, value: str | None) -> None:
    assert canonical_value("channel", text) == value


@given(st.text())
def test_a_slug_is_always_a_valid_source(text: str) -> None:
    assert parse_profile(f"source: '{slug(text)}'").source == slug(text)
