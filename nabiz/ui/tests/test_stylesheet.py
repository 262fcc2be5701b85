import gzip
import re
from pathlib import Path

import pytest
from django.urls import reverse

from nabiz.ui import stylesheet
from nabiz.ui.colours import TOKENS, tokens

CSS = TOKENS.parent
FILES = sorted(CSS.rglob("*.css"))
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch|color-mix)a?\(")


@pytest.mark.django_db
def test_the_style_sheet_is_kept_for_a_year_and_packed(client, company):
    response = client.get(
        reverse("ui:stylesheet", args=[stylesheet.bundle().digest]), headers={"Accept-Encoding": "gzip"}
    )

    assert "immutable" in response["Cache-Control"]
    assert gzip.decompress(response.content).decode() == stylesheet.bundle().text


def test_layers_come_in_their_order():
    found = re.findall(r"^@layer (\w+) \{", stylesheet.bundle().text, flags=re.MULTILINE)

    assert found == sorted(found, key=stylesheet.LAYERS.index)


def test_the_address_changes_with_the_content():
    assert re.fullmatch(r"[0-9a-f]{12}", stylesheet.bundle().digest)


def test_another_package_adds_its_sheet_to_its_layer(monkeypatch):
    monkeypatch.setattr(stylesheet, "_registered", {"ui/css/utilities.css": "pages"})

    pages = [path.name for layer, path in stylesheet._files() if layer == "pages"]

    assert pages[-1] == "utilities.css"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_colours_are_only_in_the_tokens(path):
    if path != TOKENS:
        assert COLOUR.findall(path.read_text()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_token_that_is_used_exists(path):
    declared = set(re.findall(r"(--[\w-]+):", TOKENS.read_text()))

    assert set(re.findall(r"var\((--[\w-]+)", path.read_text())) <= declared


def test_every_token_is_used_somewhere():
    everything = "".join(path.read_text() for path in FILES) + Path(CSS / "utilities.css").read_text()

    assert [name for name in tokens("light") if f"var(--{name})" not in everything] == []


def test_sheets_and_scripts_stay_small():
    scripts = (CSS.parent / "js").glob("*.js")

    assert all(path.read_text().count("\n") <= 200 for path in FILES)
    assert all(path.read_text().count("\n") <= 100 for path in scripts)
