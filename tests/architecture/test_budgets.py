"""Code stays readable: files and functions have a size that they do not outgrow. Raising one is a decision record."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sorted(
    path for path in (ROOT / "nabiz").rglob("*.py") if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)
)
FUNCTION, VIEW, FILE, TEMPLATE, CSS, SCRIPT = 30, 15, 300, 80, 200, 100


def functions(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(node):
    """Lines of the function without its decorators and docstring: explaining is free."""
    first = node.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(getattr(first, "value", None), ast.Constant)
    docstring = (first.end_lineno - first.lineno + 1) if has_docstring else 0
    return node.end_lineno - node.lineno + 1 - docstring


def is_view(path, node):
    return ("views" in path.parts or path.name == "views.py") and node.args.args and node.args.args[0].arg == "request"


def too_long(paths, limit):
    return [f"{path.relative_to(ROOT)}: {n}" for path in paths if (n := len(path.read_text().splitlines())) > limit]


def test_files_stay_within_their_budget():
    assert too_long(PYTHON, FILE) == []


def test_functions_stay_within_their_budget():
    grown = [
        f"{p.relative_to(ROOT)}:{n.name}: {body_lines(n)}"
        for p in PYTHON
        for n in functions(p)
        if body_lines(n) > FUNCTION
    ]

    assert grown == []


def test_views_stay_within_their_budget():
    grown = [
        f"{p.relative_to(ROOT)}:{n.name}: {body_lines(n)}"
        for p in PYTHON
        for n in functions(p)
        if is_view(p, n) and body_lines(n) > VIEW
    ]

    assert grown == []


@pytest.mark.parametrize(("pattern", "limit"), [("*.html", TEMPLATE), ("*.css", CSS), ("*.js", SCRIPT)])
def test_templates_styles_and_scripts_stay_within_their_budget(pattern, limit):
    assert too_long(sorted((ROOT / "nabiz").rglob(pattern)), limit) == []
