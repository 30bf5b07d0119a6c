"""How a complaint was handled and who can be reached: columns younger than the stores in use."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pytest

from data_sources.canonical import ADDED, SCHEMA
from data_sources.folding import content_hashes
from data_sources.profile import load_profile, parse_profile
from data_sources.propose import propose

from .conftest import PLAIN, Read, Write

HEADER = "complaint_id,received_at,handoffs,reprioritised,external_provider,has_suggestion\n"
CANONICAL = "source: claims\ncanonical_headers: true\n"
WITH_PERSON = PLAIN + "personal: {name: nom, phone_2: tel, verbatim: texte}\n"
PERSONS = "id;recu;repondu;motif;nom;tel;texte\n"


@pytest.mark.parametrize(("text", "times"), [("3", 3), ("3.0", 3), ("0", 0), ("", None)])
def test_handoffs_are_whole_numbers_from_zero(read: Read, text: str, times: int | None) -> None:
    (row,) = read(f"{HEADER}1,2025-01-13,{text},oui,non,\n", CANONICAL).accepted.to_pylist()
    assert (row["handoffs"], row["reprioritised"], row["external_provider"]) == (times, True, False)
    assert row["has_suggestion"] is None


@pytest.mark.parametrize("text", ["-1", "2.5", "souvent", "99999999999", "1e40"])
def test_handoffs_that_are_no_count_are_rejected_as_other_numbers_are(read: Read, text: str) -> None:
    reading = read(f"{HEADER}1,2025-01-13,{text},,,\n2,2025-01-13,2,,,\n", CANONICAL)
    (rejected,) = reading.rejected.to_pylist()
    assert (rejected["reason"], rejected["column"]) == ("value_unreadable", "handoffs")
    assert reading.accepted["handoffs"].to_pylist() == [2]


def test_handoffs_may_be_the_same_for_a_whole_source(read: Read) -> None:
    reading = read("id;recu;repondu;motif\n1;13/01/2025;;m\n", PLAIN + "constants: {handoffs: 1, has_contact: true}\n")
    assert reading.accepted.select(["handoffs", "has_contact"]).to_pylist() == [{"handoffs": 1, "has_contact": True}]


def test_a_customer_can_be_reached_if_any_of_the_personal_fields_is_filled(read: Read) -> None:
    body = "1;13/01/2025;;m;Dupont;;\n2;13/01/2025;;m;;0601020304;\n3;13/01/2025;;m;;;Rien ne va\n4;13/01/2025;;m;;;\n"
    reading = read(PERSONS + body, WITH_PERSON)
    assert reading.accepted["has_contact"].to_pylist() == [True, True, False, False]
    assert reading.profile.supplies("has_contact")


def test_a_column_that_says_so_is_believed_before_the_personal_fields(read: Read) -> None:
    yaml = WITH_PERSON.replace("motive: motif", "has_contact: motif")
    reading = read(PERSONS + "1;13/01/2025;;non;Dupont;;\n2;13/01/2025;;;Martin;;\n", yaml)
    assert reading.accepted["has_contact"].to_pylist() == [False, None]


def test_without_a_field_to_reach_them_by_nothing_is_said_of_contact(read: Read) -> None:
    yaml = PLAIN + "personal: {verbatim: texte, place: lieu}\n"
    reading = read("id;recu;repondu;motif;texte;lieu\n1;13/01/2025;;m;Bonjour;Rue Longue\n", yaml)
    assert reading.accepted["has_contact"].to_pylist() == [None]
    assert not reading.profile.supplies("has_contact")


def test_a_complaint_without_the_new_columns_keeps_the_hash_it_was_stored_with() -> None:
    """The hash was computed before there were such columns."""
    row = {
        "complaint_id": "1", "source": "s", "kind": "complaint", "received_at": datetime(2025, 1, 1), "motive": "a",
        "written": True, "nps": 9.0,
    }  # fmt: skip
    filled = [{**row, name: 0 if name == "handoffs" else False} for name in ADDED]
    before, *after = content_hashes(pa.Table.from_pylist([row, *filled], schema=SCHEMA)).to_pylist()
    assert before == "c5966ca7ad876377d0aced0f23f776bf766445dcac86c93bb7ce6786c462c7b6"
    assert len({before, *after}) == 1 + len(ADDED)


def test_french_and_english_headers_are_recognised_where_the_values_fit(write: Write) -> None:
    header = "id,received,Reassignment count,Priorité modifiée,Coordonnées connues,Prestataire externe,Suggestion\n"
    found = propose(write(header + "1,2025-01-13,3,oui,oui,non,oui\n2,2025-01-14,0,non,oui,oui,non\n")).profile.columns
    assert {name: found[name].column for name in ADDED} == {
        "handoffs": "Reassignment count", "reprioritised": "Priorité modifiée", "has_contact": "Coordonnées connues",
        "external_provider": "Prestataire externe", "has_suggestion": "Suggestion",
    }  # fmt: skip


def test_the_name_of_a_provider_is_still_a_process_and_a_level_of_priority_a_severity(write: Write) -> None:
    body = "1,2025-01-13,Transports Petit,haute\n2,2025-01-14,Réseaux du Sud,basse\n"
    found = propose(write("id,received,Prestataire externe,Priorité modifiée\n" + body)).profile.columns
    assert found["responsible_process"].column == "Prestataire externe"
    assert found["severity"].column == "Priorité modifiée"


def test_a_customer_is_not_named_in_the_rows_that_are_set_aside(read: Read) -> None:
    yaml = PLAIN.replace("motive: motif", "customer_key: motif")
    reading = read("id;recu;repondu;motif\n1;never;;ACME-7731\n2;13/01/2025;;a\n2;13/01/2025;;ACME-7731\n", yaml)
    assert (reading.rejected.num_rows, reading.conflict) == (1, 1)
    assert "7731" not in str(reading.rejected.to_pylist()) and "never" in str(reading.rejected.to_pylist())
    assert "recu" in str(reading.conflicts.to_pylist())
    assert "7731" not in reading.conflicts["raw"][0].as_py() and '"a"' not in reading.conflicts["raw"][0].as_py()


@pytest.mark.parametrize(("name", "contact"), [("boston311", False), ("signalconso", True), ("comcast", False)])
def test_shipped_profiles_say_whether_customers_can_be_reached(name: str, contact: bool) -> None:
    """The address in a request to a town is that of the street lamp."""
    assert load_profile(name).supplies("has_contact") is contact


def test_a_profile_with_personal_fields_survives_yaml() -> None:
    profile = parse_profile(WITH_PERSON)
    assert parse_profile(profile.to_yaml()) == profile and profile.contacts() == ("nom", "tel")
