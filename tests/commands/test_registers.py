"""Registers as typed: an annotation is listed with its identifier, taken back for a reason, and refused without one."""

from __future__ import annotations

from pathlib import Path

import cli
from tests.test_cli import Terminal, empty  # noqa: F401


def test_an_annotation_is_taken_back_by_its_identifier_for_a_reason(empty: Terminal, tmp_path: Path) -> None:  # noqa: F811
    notes = tmp_path / "notes.csv"
    notes.write_text("day,text,author\n2026-09-07,Billing run,J. Petit\n", encoding="utf-8")
    assert empty.type("load", "annotations", str(notes))[0] == 0
    (listed,) = empty.json("withdraw", "annotations", "--json")
    assert (listed["day"], listed["text"]) == ("2026-09-07", "Billing run")
    assert listed["id"] in empty.type("withdraw", "annotations")[1]

    code, out, err = empty.type("withdraw", "annotations", listed["id"])
    assert (code, out) == (cli.REFUSED, "") and "say why with --reason" in err
    (taken,) = empty.json("withdraw", "annotations", listed["id"], "--reason", "wrong run", "--json")
    assert taken == listed
    assert "no annotations are recorded" in empty.type("withdraw", "annotations")[1]
    assert empty.type("withdraw", "annotations", listed["id"], "--reason", "again")[0] == cli.REFUSED
    assert empty.type("verify")[0] == 0
