"""Opens published facts on Spark: on the session that is running in this process, or on one made for it.

Spark only counts, as every engine does. It counts in a session beside the running one: the cluster is the caller's,
the SQL settings are ours. Every worker reads the store's folder at the same path.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import narwhals as nw

from store.errors import StoreError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MASTER = "VIGIE_SPARK_MASTER"
NEEDS = "Spark 4 needs Java 17 or 21; on Debian: apt install default-jre-headless"
COUNTING = {
    "spark.sql.ansi.enabled": "true",  # a sum that overflows is an error, not another number
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.shuffle.partitions": "4",  # what is left to shuffle is one row per period and group
    "spark.sql.adaptive.enabled": "false",  # with so little to shuffle, planning again costs more than it saves
}
QUIET = {
    "spark.app.name": "vigie",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.python.sql.dataFrameDebugging.enabled": "false",  # no stack is kept for each of thousands of expressions
    "spark.sql.dataFrameQueryContext.enabled": "false",
}
ON_THIS_MACHINE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


def read_facts(path: Path) -> nw.LazyFrame[DataFrame]:
    """A Parquet file as Spark reads it, split over the workers. StoreError if there is no Spark here."""
    return nw.from_native(counting(session()).read.parquet(_exactly(path)))


def counting(running: SparkSession) -> SparkSession:
    """A session of our own on the same cluster, with the settings that figures are counted by."""
    ours = running.newSession()
    for name, value in COUNTING.items():
        ours.conf.set(name, value)
    return ours


def session(settings: Mapping[str, str] | None = None) -> SparkSession:
    """The Spark that is running in this process; where there is none, one at $VIGIE_SPARK_MASTER (else `local[*]`).

    A new one starts with `settings`, beside those of a spark-defaults.conf, and ends with the process.
    """
    try:
        from pyspark import SparkContext
        from pyspark.sql import SparkSession
    except ImportError as error:
        wanted = "Spark needs pyspark; pip install 'vigie[spark]' or pip install pyspark==4.0.5."
        raise StoreError(f"{wanted} {NEEDS}.") from error
    if SparkContext._active_spark_context is not None:  # unlike SparkSession.active(), it forgets a stopped one
        return SparkSession.builder.getOrCreate()
    _find_java()
    master = os.environ.get(MASTER) or "local[*]"
    local = ON_THIS_MACHINE if master.startswith("local") else {}
    builder = SparkSession.builder.master(master).config(map={**QUIET, **local, **(settings or {})})
    with _environment({"SPARK_LOCAL_IP": "127.0.0.1"} if local else {}):
        return _start(builder, master)


def _start(builder: SparkSession.Builder, master: str) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise StoreError(f"Spark did not start at {master}: {_reason(error)}. {NEEDS}.") from error


def _reason(error: Exception) -> str:
    """What Java complained of, or the first line of the error."""
    java = re.search(r"^:? ?[\w.]+(?:Exception|Error): (.+)$", str(error), re.MULTILINE)
    return (java.group(1) if java else str(error).splitlines()[0]).rstrip(".")


def _find_java() -> None:
    """StoreError where Spark's own launcher would find no Java."""
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=str(Path(home, "bin")) if home else None):
        raise StoreError(f"no Java {f'in JAVA_HOME ({home})' if home else 'on the PATH'}. {NEEDS}.")


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """The variables for the JVM that starts within; those that are set already stay as they are."""
    added = {name: value for name, value in values.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]


def _exactly(path: Path) -> str:
    """The path as an address in which no character stands for others."""
    return "file://" + re.sub(r"([\\*?\[\]{}])", r"\\\1", str(path.absolute()))
