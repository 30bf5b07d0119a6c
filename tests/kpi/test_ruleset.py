"""Rule sets: those that ship can be read; those that are wrong are refused in a sentence that names what is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi.definitions import DEFINITIONS
from kpi.errors import KpiError
from kpi.rules import load_rules, rule_sets

VALID = """
name: mine
version: "1"
title: {fr: a, en: a}
source: ours
rules:
  - {id: one, title: {fr: a, en: a}, reply: {target: 3, unit: ouvres}}
"""
SECOND = "  - {id: two, title: {fr: a, en: a}, reply: {target: 5, unit: ouvres}%s}\n"


def refused(folder: Path, text: str) -> str:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KpiError) as refusal:
        load_rules(str(path))
    return str(refusal.value)


def accepted(folder: Path, text: str) -> bool:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return load_rules(str(path)).name == "mine"


def with_rule(**fields: str) -> str:
    """VALID with words added to, or replaced in, its only rule."""
    line = ", ".join(f"{name}: {value}" for name, value in {"reply": "{target: 3, unit: ouvres}", **fields}.items())
    return VALID.replace("reply: {target: 3, unit: ouvres}", line)


@pytest.mark.parametrize("name", rule_sets())
def test_a_shipped_rule_set_can_be_read(name: str) -> None:
    found = load_rules(name)
    assert found.name == name
    assert found.definition in DEFINITIONS
    assert found.sectors and found.source and found.note


def test_every_set_of_the_dictionary_ships_and_every_sector_has_one() -> None:
    assert rule_sets() == ("acpr", "cfpb", "fca_disp", "house", "l133_45", "p155_1", "qualiopi", "sfr")
    sectors = {sector for name in rule_sets() for sector in load_rules(name).sectors}
    assert sectors == {"bank", "car", "hotel", "telecom", "tourism", "training", "water"}


def test_no_law_that_ships_stops_the_clock() -> None:
    assert not any(rule.pauses for name in rule_sets() for rule in load_rules(name).rules)


def test_an_unknown_rule_set_names_the_nearest() -> None:
    with pytest.raises(KpiError, match="no rule set 'hause'; nearest: 'house'"):
        load_rules("hause")


def test_ones_own_file_is_read_and_any_word_changes_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(VALID, encoding="utf-8")
    before = load_rules(str(path))
    path.write_text(VALID.replace("target: 3", "target: 4"), encoding="utf-8")
    assert load_rules(str(path)).digest != before.digest


def test_mistakes_are_named(tmp_path: Path) -> None:
    assert "tarjet" in refused(tmp_path, VALID.replace("target: 3", "target: 3, tarjet: 3"))
    assert "not a rule set" in refused(tmp_path, "a: [1")
    assert "not a rule set" in refused(tmp_path, "")
    assert "rules" in refused(tmp_path, VALID.split("rules:")[0] + "rules: []")


def test_a_target_out_of_range_is_refused(tmp_path: Path) -> None:
    assert "rules.0.reply.target" in refused(tmp_path, VALID.replace("target: 3", "target: -3"))
    long = refused(tmp_path, with_rule(reply="{target: 3661, unit: calendar}"))
    assert long == "mine.yaml: not a rule set: rules.0.reply: a target of 3661 calendar is more than 3660 days."
    assert accepted(tmp_path, with_rule(reply="{target: 3660, unit: calendar}"))
    assert "more than 3660" in refused(tmp_path, with_rule(reply="{target: 119, unit: months}"))
    assert accepted(tmp_path, with_rule(reply="{target: 118, unit: months}"))
    assert "more than 3660" in refused(tmp_path, with_rule(reply="{target: 87841, unit: hours}"))


def test_an_objective_is_a_share_of_a_metric_that_exists(tmp_path: Path) -> None:
    assert "share between 0 and 1, not 90" in refused(tmp_path, VALID + "objectives: {answered_in_sla: 90}")
    assert "not 0.0" in refused(tmp_path, VALID + "objectives: {answered_in_sla: 0}")
    assert accepted(tmp_path, VALID + "objectives: {answered_in_sla: 1}")
    unknown = refused(tmp_path, VALID + "objectives: {answered_in_sal: 0.9}")
    assert "objectives: no metric 'answered_in_sal'; nearest: 'answered_in_sla'" in unknown


def test_names_that_nothing_knows_are_refused_with_the_nearest(tmp_path: Path) -> None:
    assert "no calendar 'FR-Alsac'; nearest: 'FR-Alsace'" in refused(tmp_path, VALID + "calendar: FR-Alsac")
    assert "no calendar 'ZZ'" in refused(tmp_path, VALID + "calendar: ZZ")
    place = VALID + "places: [{when: {region: [Moselle]}, use: FR-Mosele}]"
    assert "no calendar 'FR-Mosele'; nearest: 'FR-Moselle'" in refused(tmp_path, place)
    unit = refused(tmp_path, with_rule(reply="{target: 3, unit: ouvre}"))
    assert "rules.0.reply.unit: no unit 'ouvre'; nearest: 'ouvres'" in unit
    dimension = refused(tmp_path, with_rule(when="{chanel: [web]}"))
    assert "rule one: no dimension 'chanel'; nearest: 'channel'" in dimension
    place = VALID + "places: [{when: {regions: [Moselle]}, use: FR-Moselle}]"
    assert "place FR-Moselle: no dimension 'regions'; nearest: 'region'" in refused(tmp_path, place)
    definition = refused(tmp_path, VALID + "definition: writen")
    assert "no complaint definition 'writen'; nearest: 'written'" in definition
    assert "sectors.0" in refused(tmp_path, VALID + "sectors: [spaceflight]")


def test_a_rule_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    assert "before valid_from" in refused(tmp_path, with_rule(valid_to="1980-01-01"))


def test_a_rule_of_one_identifier_may_not_be_there_twice_on_a_day(tmp_path: Path) -> None:
    two = with_rule(valid_to="2024-06-30") + SECOND.replace("id: two", "id: one")
    assert "rule one is there twice on 2024-06-30" in refused(tmp_path, two % ", valid_from: 2024-06-30")
    assert accepted(tmp_path, two % ", valid_from: 2024-07-01")
    newest_first = with_rule(valid_from="2024-07-01") + SECOND.replace("id: two", "id: one")
    assert "rule one is there twice on 2024-07-01" in refused(tmp_path, newest_first % ", valid_to: 2024-07-01")
    assert accepted(tmp_path, newest_first % ", valid_to: 2024-06-30")
    apart = ", when: {channel: [web]}"
    assert "rule one is there twice on 1985-01-01" in refused(tmp_path, two % apart)


def test_a_rule_that_an_earlier_one_leaves_nothing_is_refused(tmp_path: Path) -> None:
    by = 'when: {channel: [web, app], level: ["1"]}'
    two = with_rule(when=by.removeprefix("when: ")) + SECOND
    same = ', when: {level: ["1"], channel: [app, web]}'
    assert "rule two can't apply: one, before it" in refused(tmp_path, two % same)
    assert "rule two can't apply" in refused(tmp_path, two % f"{same}, valid_from: 2024-07-01")
    assert "rule two can't apply" in refused(tmp_path, two % ', when: {level: ["1"], channel: [app], region: [Paris]}')
    assert accepted(tmp_path, two % ', when: {level: ["1"], channel: [app, phone]}')
    assert accepted(tmp_path, two % ", when: {channel: [app]}")
    assert accepted(tmp_path, two % "")
    assert "rule two can't apply" in refused(tmp_path, (VALID + SECOND) % ", when: {channel: [web]}")


def test_a_general_rule_that_ends_first_leaves_its_place_to_a_narrower_one(tmp_path: Path) -> None:
    two = with_rule(valid_to="2024-06-30") + SECOND
    assert accepted(tmp_path, two % ", when: {channel: [web]}")
    assert "can't apply" in refused(tmp_path, two % ", when: {channel: [web]}, valid_to: 2024-06-30")
    assert "can't apply" in refused(tmp_path, two % ", valid_from: 2024-06-30")
    assert accepted(tmp_path, two % ", valid_from: 2024-07-01")


def test_a_limit_is_a_day_beyond_the_reply_that_it_limits(tmp_path: Path) -> None:
    def limited(reply: str, limit: str) -> str:
        return with_rule(reply=f"{{{reply}}}", limit=f"{{{limit}}}")

    short = limited("target: 15, unit: ouvrables", "target: 10, unit: ouvrables")
    assert "rule one: a limit of 10 ouvrables is shorter than the reply's 15 ouvrables" in refused(tmp_path, short)
    assert accepted(tmp_path, limited("target: 15, unit: ouvrables", "target: 15, unit: ouvrables"))
    assert "shorter" in refused(tmp_path, limited("target: 10, unit: ouvres", "target: 14, unit: calendar"))
    assert accepted(tmp_path, limited("target: 10, unit: ouvres", "target: 19, unit: calendar"))
    assert "a day, not hours" in refused(tmp_path, limited("target: 1, unit: hours", "target: 48, unit: hours"))
    alone = VALID.replace("reply: {target: 3, unit: ouvres}", "limit: {target: 3, unit: ouvres}")
    assert "a limit needs a reply" in refused(tmp_path, alone)


def test_opening_hours_that_contradict_themselves_are_refused(tmp_path: Path) -> None:
    assert "overlap on mon" in refused(tmp_path, VALID + 'hours: {mon: ["09:00-12:30", "12:00-18:00"]}')
    assert "end before they begin" in refused(tmp_path, VALID + 'hours: {mon: ["18:00-09:00"]}')
    assert accepted(tmp_path, VALID + 'hours: {mon: ["09:00-12:30", "13:30-18:00"]}')


def test_a_rule_in_business_hours_needs_opening_hours(tmp_path: Path) -> None:
    hours = with_rule(reply="{target: 4, unit: business_hours}")
    assert "rule one counts business hours; give the set hours" in refused(tmp_path, hours)
    assert "counts business hours" in refused(tmp_path, hours + "hours: {mon: []}")
    assert accepted(tmp_path, hours + 'hours: {mon: ["09:00-12:30"]}')
    assert accepted(tmp_path, with_rule(reply="{target: 4, unit: hours}"))
