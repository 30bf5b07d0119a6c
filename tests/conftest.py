"""Fixtures that several parts of the suite share: real exports, a Spark with two workers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store import spark as spark_engine
from store.errors import StoreError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parents[1]
ON_CI = os.environ.get("CI") == "true"
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # hundreds of short jobs end before they would be optimised


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real exports; they are not part of the product."""
    folder = Path(os.environ.get("VIGIE_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no folder of real exports at {folder}; set VIGIE_REAL_DATA to test on them")
    return folder


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A Spark with two workers in processes of their own, started once and stopped with the tests."""
    folder = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.driver.extraJavaOptions": JAVA,
        "spark.executor.extraJavaOptions": JAVA,
        "spark.log.level": "ERROR",
        "spark.sql.codegen.wholeStage": "false",  # compiling a question costs more than answering it for so few rows
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.warehouse.dir": str(folder),
    }
    with pytest.MonkeyPatch.context() as machine:
        machine.setenv(spark_engine.MASTER, "local-cluster[2,1,1024]")
        machine.setenv("PYSPARK_PYTHON", sys.executable)
        machine.setenv("SPARK_HOME", str(_spark_home(folder)))
        machine.setenv("SPARK_LOCAL_DIRS", str(folder))
        try:
            session = spark_engine.session(settings)
        except StoreError as error:
            skip_or_fail(str(error))
    yield session
    session.stop()


def _spark_home(folder: Path) -> Path:
    """The installed Spark, seen in a folder where its workers may write."""
    home = folder / "home"
    home.mkdir()
    installed = find_spec("pyspark")
    for part in Path(installed.origin).parent.iterdir() if installed and installed.origin else ():
        (home / part.name).symlink_to(part)
    return home


@pytest.fixture(autouse=True)
def _main_module_stays() -> Iterator[None]:
    """Streamlit's AppTest leaves the app as `__main__`, which every process forked later would run."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


def skip_or_fail(reason: str) -> None:
    """Skip on a user's machine; fail under CI=true, where `.ci/run` installs what tests need."""
    if ON_CI:
        pytest.fail(reason)
    pytest.skip(reason)
