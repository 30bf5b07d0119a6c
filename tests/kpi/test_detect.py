"""Detection: finds what changed and since when, tells causes from their echoes, and is quiet over quiet data."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from kpi.days import first_day, month_of
from kpi.detect import Change, Detected, detect
from kpi.measure import lines
from tests.kpi.build import complaint, facts

AS_OF = date(2025, 12, 31)
MOTIVES = ("Livraison", "Facture", "Panne", "Accueil")
TEAM = {"Livraison": "Nord", "Facture": "Sud", "Panne": "Sud", "Accueil": "Est"}
Level = Callable[[str, int], float]


def usual(motive: str, month: int) -> float:
    return 1.0


def told(volume: Level = usual, late: Level = usual, months: int = 24) -> list[dict[str, Any]]:
    """Complaints of four motives by month: 40 each on average, one in ten answered late; levels multiply the two."""
    draw, found = random.Random(11), []
    for month in range(months):
        first = first_day("month", month_of(AS_OF) - months + 1 + month)
        for motive in MOTIVES:
            for _ in range(round(draw.gauss(40, 5) * volume(motive, month))):
                received = first + timedelta(days=draw.randrange(28))
                delay = 40 if draw.random() < 0.1 * late(motive, month) else 3
                replied = received + timedelta(days=delay)
                about = {"motive": motive, "handler_team": TEAM[motive], "channel": draw.choice(["web", "phone", None])}
                found.append(complaint(received.isoformat(), replied.isoformat(), **about))
    return found


def detected(**given: Any) -> Detected:
    return detect(facts(told(**given)), AS_OF)


def test_quiet_data_has_no_finding() -> None:
    found = detected()
    assert found.findings == found.explained == ()
    assert found.looked_at > 10


@pytest.mark.parametrize(("factor", "change"), [(2.0, Change.MORE), (0.4, Change.FEWER), (0.0, Change.SILENT)])
def test_a_motive_that_changes_is_found_with_its_month(factor: float, change: Change) -> None:
    found = detected(volume=lambda motive, month: factor if motive == "Livraison" and month >= 17 else 1.0)
    (finding,) = found.findings
    assert (finding.since, finding.until, finding.lasts) == ("2025-06", "2025-12", True)
    assert finding.change is change
    assert {finding.value, *(echo.value for echo, _ in found.explained)} == {"Livraison", "Nord"}


def test_a_change_that_is_over_has_an_end() -> None:
    found = detected(volume=lambda motive, month: 3.0 if motive == "Panne" and month in (10, 11) else 1.0)
    finding = found.findings[0]
    assert (finding.value, finding.since, finding.until, finding.lasts) == ("Panne", "2024-11", "2024-12", False)
    assert finding.sentence.fr.startswith("Panne : plus de réclamations que la saison ne l'explique (×")
    assert finding.sentence.en.endswith("from November 2024 to December 2024")


@pytest.mark.parametrize(("factor", "change"), [(5.0, Change.WORSE), (0.0, Change.BETTER)])
def test_a_share_in_time_that_changes_is_found_for_the_motive_and_not_for_its_team(
    factor: float, change: Change
) -> None:
    found = detected(late=lambda motive, month: factor if motive in ("Facture", "Panne") and month >= 12 else 1.0)
    assert {(f.value, f.change) for f in found.findings} <= {("Sud", change)}
    assert found.findings[0].since == "2025-01"
    assert {echo.value for echo, _ in found.explained} <= {"Facture", "Panne", "web", "phone"}


def test_the_season_that_all_share_is_no_finding() -> None:
    assert detected(volume=lambda motive, month: 1.6 if month % 12 in (5, 6) else 1.0).findings == ()


def test_a_finding_opens_on_the_lines_of_its_stretch() -> None:
    known = facts(told(volume=lambda motive, month: 2.0 if motive == "Livraison" and month >= 17 else 1.0))
    (finding,) = detect(known, AS_OF).findings
    rows = lines(known, "volume", "denominator", finding.query).collect("pyarrow").to_native()
    assert set(rows["motive"].to_pylist()) == {"Livraison"}
    assert len(rows) > 7 * 60


def test_less_than_a_year_is_too_short_to_tell() -> None:
    assert detected(months=11, volume=lambda motive, month: 3.0 if month > 5 else 1.0).looked_at == 0


def test_a_dimension_that_is_filtered_is_not_scanned() -> None:
    known = facts(told(volume=lambda motive, month: 2.0 if motive == "Livraison" and month >= 17 else 1.0))
    found = detect(known, AS_OF, where=(("motive", ("Facture",)),))
    assert all(finding.dimension != "motive" for finding in found.findings)
