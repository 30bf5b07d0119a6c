"""The house rules that linters can't see. The layers' contracts are in .importlinter, run here too."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("kpi", "data_sources", "store", "charts", "ui", "pages")
LONGEST_MODULE, LONGEST_PAGE, LONGEST_APP, LONGEST_BODY = 300, 60, 40, 50
COMPUTING = {"pandas", "numpy", "duckdb", "pyarrow", "narwhals", "polars", "sqlalchemy"}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def product() -> list[Path]:
    return [*sources(*PACKAGES), ROOT / "app.py", ROOT / "cli.py", ROOT / "terminal.py"]


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(function: ast.FunctionDef) -> int:
    first, *rest = function.body
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and rest
    return (function.end_lineno or 0) - (rest[0] if documented else first).lineno + 1


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in names}


def using(pattern: str, *folders: str) -> set[str]:
    found = [*sources(*folders), ROOT / "app.py"]
    return {str(p.relative_to(ROOT)) for p in found if re.search(pattern, p.read_text(encoding="utf-8"))}


def test_the_layers_point_downwards() -> None:
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("module", "allowed"),
    [("app", {"ui", "pages"}), ("cli", {"store", "data_sources", "kpi", "terminal"}), ("terminal", {"store"})],
)
def test_the_modules_at_the_top_know_only_what_they_may(module: str, allowed: set[str]) -> None:
    ours = {*PACKAGES, "app", "cli", "terminal"}
    assert imported(ROOT / f"{module}.py") & ours <= allowed


def test_great_expectations_stays_in_one_module() -> None:
    assert using(r"import great_expectations|from great_expectations", *PACKAGES) == {"data_sources/checks.py"}


def test_no_page_lies_directly_in_pages() -> None:
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in sources(*PACKAGES, "tests")}
    assert [str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").is_file()] == []


def test_session_state_and_the_address_have_one_home() -> None:
    assert using(r"st\.(session_state|query_params)", *PACKAGES) <= {"ui/state.py"}
    assert using(r"st\.cache_(data|resource)", *PACKAGES) <= {"ui/data.py"}


@pytest.mark.parametrize("page", sources("pages"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_asks_and_shows_and_computes_nothing(page: Path) -> None:
    tree = ast.parse(page.read_text(encoding="utf-8"))
    assert imported(page) & COMPUTING == set()
    assert [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.BinOp)] == []
    assert not re.search(r"\b(groupby|group_by|agg|merge|sum|mean)\(", page.read_text(encoding="utf-8"))


def test_modules_pages_and_functions_keep_their_budgets() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in product()}
    limits = {path: LONGEST_PAGE if path.is_relative_to(ROOT / "pages") else LONGEST_MODULE for path in lengths}
    limits[ROOT / "app.py"] = LONGEST_APP
    assert {str(path): n for path, n in lengths.items() if n > limits[path]} == {}
    assert median(lengths.values()) <= 100
    bodies = {f"{path.name}:{f.name}": body_lines(f) for path in product() for f in functions(path)}
    assert {name: n for name, n in bodies.items() if n > LONGEST_BODY} == {}
    assert median(bodies.values()) <= 8


def test_every_function_says_what_it_returns() -> None:
    assert [f"{path.name}:{f.name}" for path in product() for f in functions(path) if f.returns is None] == []


def test_the_project_speaks_of_itself_alone() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    own = Path(__file__).name
    texts = {name: (ROOT / name) for name in listed if name and not name.endswith((own, ".png", ".ico", ".gz"))}
    forbidden = re.compile(r"/work/|files\.pythonhosted|pypi\.org/simple|/opt/wheels|\bsubagent", re.I)
    found = {n: m.group() for n, p in texts.items() if p.is_file() and (m := forbidden.search(p.read_text("utf-8")))}
    assert found == {}
