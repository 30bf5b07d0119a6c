"""F43: what is made to exhaust a machine is refused in 5 s of work and 300 MB, and the reader goes on.

Each file is read by a process of its own, which then reads an ordinary one and tells what both cost it and its child.
"""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from data_sources.connector import read_bytes, read_raw
from data_sources.errors import SourceError
from tests.conftest import ROOT
from tests.data_sources.conftest import Write
from tests.data_sources.connectors.test_excel_file import with_entry, workbook

SECONDS, MEGABYTES = 5, 300
PROGRAM = """
import json, resource, sys
from pathlib import Path
from data_sources.connector import read_bytes, read_raw
from data_sources.errors import SourceError
def read(name):
    try: return read_raw(Path(name), read_bytes(Path(name)), None, {}).read
    except SourceError as error: return str(error)
def used(who):
    own = resource.getrusage(who)
    return own.ru_utime + own.ru_stime, own.ru_maxrss / 1024
def highest():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
before, mapped = used(resource.RUSAGE_SELF), highest()
answers = [read(name) for name in sys.argv[1:]]
own, child = used(resource.RUSAGE_SELF), used(resource.RUSAGE_CHILDREN)
print(json.dumps({"answers": answers, "seconds": own[0] - before[0] + child[0],
                  "megabytes": max(highest() - mapped, child[1])}))
"""


def with_part(book: bytes, name: str, content: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, content if name in entry.filename else old.read(entry))
    return made.getvalue()


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><sst><si><t>&l11;</t></si></sst>'


BOOK = workbook(["id", "recu"], ["1", "2"])
HOSTILE: dict[str, Callable[[], bytes]] = {
    "far_cell.xlsx": lambda: workbook(["id", "b"], ["1", "2"], cells={"XFD1048576": "x"}),
    "zip_bomb.xlsx": lambda: with_entry(BOOK, "xl/media/x.bin", b"0" * 60 * 2**20),
    "xml_bomb.xlsx": lambda: with_part(BOOK, "sharedStrings", laughs()),
    "huge_cell.xlsx": lambda: with_part(BOOK, "sharedStrings", f"<sst><si><t>{'a' * 40 * 2**20}</t></si></sst>"),
    "gzip_bomb.csv.gz": lambda: gzip.compress(b"a;b\n" * 2**22 + b"0" * 60 * 2**20),
    "huge_cell.csv": lambda: b"id;texte\n1;" + b"a" * 20 * 2**20 + b"\n2;b\n",
    "open_quote.csv": lambda: b'id;texte\n1;"' + b"a;b\n" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_exhaust_a_machine_costs_little_and_stops_nothing(name: str, write: Write) -> None:
    bad, good = write(HOSTILE[name](), name), write(b"id;recu\n1;2\n", "good.csv")
    command = [sys.executable, "-c", PROGRAM, str(bad), str(good)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=True)
    told = json.loads(done.stdout)
    assert told["answers"][1] == 1
    assert told["seconds"] < SECONDS and told["megabytes"] < MEGABYTES, told


def test_without_the_measure_of_its_parts_a_zip_bomb_is_opened(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(HOSTILE["zip_bomb.xlsx"](), "f.xlsx")
    with pytest.raises(SourceError, match="expands to more than"):
        read_raw(path, read_bytes(path), None, {})
    monkeypatch.setattr("data_sources.connectors.excel_file._ALWAYS_ALLOWED", 2**40)
    assert read_raw(path, read_bytes(path), None, {}).read == 1


def test_without_its_limit_the_child_would_take_what_a_far_cell_asks(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path: Path = write(workbook(["id", "b"], ["1", "2"], cells={"AZ150000": "x"}), "f.xlsx")
    monkeypatch.setattr("data_sources.connectors.excel_file._MIB", 2**18)
    with pytest.raises(SourceError, match="more memory or time"):
        read_raw(path, read_bytes(path), None, {})
    monkeypatch.setattr("data_sources.connectors.excel_file._MIB", 2**23)
    assert read_raw(path, read_bytes(path), None, {}).read == 2
