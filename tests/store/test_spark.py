"""Published facts on Spark: read as they are on disk, counted with our settings, refused in one sentence."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from kpi.catalog import metrics
from kpi.measure import Query, lines, measure
from store import engine
from store import spark as spark_engine
from store.demo import load_demo
from store.errors import DamagedError
from store.home import open_store
from store.publish import Published, published
from tests.conftest import JAVA, skip_or_fail

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

COMPILED = {"spark.sql.codegen.wholeStage": "true", "spark.sql.codegen.factoryMode": "FALLBACK"}  # as it is shipped
UNTIL = date(2026, 11, 21)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """6,000 complaints, in a folder whose name means something to Spark."""
    store = open_store(tmp_path_factory.mktemp("opérateur {a,b} [1] 100%#?*"))
    load_demo(store, complaints=6_000, seed=2026, until=UNTIL)
    found = published(store)
    assert found is not None
    return found


def test_the_demo_has_the_same_figures_as_on_duckdb(demo: Published, spark: SparkSession) -> None:
    query = Query(metrics=tuple(metrics()), as_of=date(2026, 8, 15), period="month", by=("channel",))
    facts = engine.open_facts(demo, "spark")
    for name, value in COMPILED.items():
        facts.frame.to_native().sparkSession.conf.set(name, value)
    found = measure(facts, query)
    assert found == measure(engine.open_facts(demo), query)
    assert sum(figure.value is not None for figure in found) > 100


def test_a_figure_opens_on_the_same_lines(demo: Published, spark: SparkSession) -> None:
    query = Query(metrics=("overdue",), as_of=UNTIL)
    on_spark, on_duckdb = (
        lines(engine.open_facts(demo, name), "overdue", "denominator", query)
        .select("complaint_id", "due", "region")
        .collect("pyarrow")
        .to_native()
        .sort_by("complaint_id")
        for name in ("spark", "duckdb")
    )
    assert on_spark.num_rows == measure(engine.open_facts(demo), query)[0].n > 0
    assert on_spark.to_pylist() == on_duckdb.to_pylist()


def test_the_settings_of_the_caller_stay_theirs_and_do_not_reach_the_figures(
    demo: Published, spark: SparkSession
) -> None:
    spark.conf.set("spark.sql.ansi.enabled", "false")
    try:
        frame = engine.open_facts(demo, "spark").frame.to_native()
        assert frame.sparkSession.conf.get("spark.sql.ansi.enabled") == "true"
        assert frame.sparkSession.sparkContext is spark.sparkContext
        assert spark.conf.get("spark.sql.ansi.enabled") == "false"
        assert spark.conf.get("spark.sql.shuffle.partitions") == "200"
    finally:
        spark.conf.unset("spark.sql.ansi.enabled")


def test_the_readme_shows_what_runs(
    demo: Published, spark: SparkSession, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.setenv("VIGIE_HOME", str(demo.folder.parents[1]))
    exec(code, {})  # noqa: S102
    assert re.search(r"^2024-03 0\.\d+ \d\d+$", capsys.readouterr().out, re.MULTILINE)


def test_facts_that_were_changed_are_not_read(demo: Published, spark: SparkSession, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(demo.folder, tmp_path / demo.folder.name))
    with (folder / "facts.parquet").open("ab") as file:
        file.write(b"more")
    changed = Published(import_no=demo.import_no, folder=folder, rules=demo.rules, meta=demo.meta)
    with pytest.raises(DamagedError, match=r"facts\.parquet: damaged"):
        engine.open_facts(changed, "spark")


@pytest.mark.parametrize(
    ("code", "environment", "message"),
    [
        ("sys.modules['pyspark'] = None", {}, "Spark needs pyspark; pip install 'vigie[spark]'"),
        ("", {"PATH": "", "JAVA_HOME": ""}, "no Java on the PATH. Spark 4 needs Java 17 or 21"),
        ("", {"JAVA_HOME": "/no/java"}, "no Java in JAVA_HOME (/no/java). Spark 4 needs"),
    ],
)
def test_without_spark_it_says_what_to_install(code: str, environment: dict[str, str], message: str) -> None:
    assert message in _elsewhere(f"import sys; {code}\n{OPEN}", environment)


def test_a_spark_of_its_own_counts_and_a_wrong_address_is_named(demo: Published, tmp_path: Path) -> None:
    if shutil.which("java") is None:
        skip_or_fail("no Java on the PATH")
    code = f"""
from pathlib import Path
os.environ["{spark_engine.MASTER}"] = "locale[*]"
{OPEN}
os.environ["{spark_engine.MASTER}"] = "local[1]"
print("rows:", spark.read_facts(Path({str(demo.facts)!r})).to_native().count(), os.listdir())
"""
    said = _elsewhere(code, {"JAVA_TOOL_OPTIONS": JAVA}, tmp_path)
    assert "did not start at locale[*]: Could not parse Master URL: 'locale[*]'. Spark 4 needs Java 17" in said
    assert f"rows: {pq.read_metadata(demo.facts).num_rows} []" in said


OPEN = """
from store import spark
from store.errors import StoreError
try:
    spark.session()
except StoreError as error:
    print(error)
"""


def _elsewhere(code: str, environment: dict[str, str], folder: Path = ROOT) -> str:
    """What Python prints of some code in a process of its own."""
    found = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(
        [sys.executable, "-c", f"import os\n{code}"], cwd=folder, env=found, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
