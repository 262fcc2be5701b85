"""The HTML of mails: templates say classes, and each class's rules are written onto its elements.

Many mail programs read no style sheet and none fetches one. What reads a media query gets the dark colours by it;
elsewhere the light ones stay, each on a ground of its own.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from nabiz.ui.colours import tokens

SHEET = Path(__file__).parent / "mail.css"
Colours = Mapping[str, tuple[str, str]]  # by name, in a light and in a dark mail

_RULE = re.compile(r"\.([\w-]+) \{([^}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")
_CLASS = re.compile(r'(?<= )class="([\w -]+)"')


def mail_html(template: str, facts: Mapping[str, Any], brand: Colours | None = None) -> str:
    """A mail from a template that extends `ui/mail/base.html`.

    `brand` overrides `accent` and `accent-ink` (links, buttons) and `band` and `band-ink` (the head).
    """
    inline, sheet = _sheet(tuple(sorted((brand or {}).items())))
    plain: str = render_to_string(template, dict(facts))
    html = _CLASS.sub(lambda found: f'{found[0]} style="{_together(found[1], inline)}"', plain)
    return html.replace("</head>", f"{sheet}</head>", 1)


@lru_cache(maxsize=8)
def _sheet(brand: tuple[tuple[str, tuple[str, str]], ...]) -> tuple[dict[str, str], str]:
    """What is written onto the elements of each class, and the style sheet for programs that read one."""
    colours = _house() | dict(brand)
    inline = {name: _coloured(rules, colours, 0) for name, rules in _rules().items()}
    return inline, f"<style>{_narrow()}{_dark(colours)}</style>"


def _together(classes: str, inline: Mapping[str, str]) -> str:
    return "".join(inline.get(name, "") for name in classes.split())


def _house() -> dict[str, tuple[str, str]]:
    light, dark = tokens("light"), tokens("dark")
    pairs = {name: (colour.hex, dark[name].hex) for name, colour in light.items()}
    return pairs | {"band": pairs["accent"], "band-ink": pairs["accent-ink"]}


def _dark(colours: Colours) -> str:
    """Only what carries a colour; it has to outdo what stands on the element."""
    return f"@media (prefers-color-scheme:dark){{{''.join(_dark_rules(colours))}}}"


def _dark_rules(colours: Colours) -> Iterator[str]:
    for name, rules in _rules().items():
        if said := [each for each in rules.split(";") if "var(" in each]:
            yield f".{name}{{{';'.join(f'{_coloured(each, colours, 1)}!important' for each in said)}}}"


def _coloured(rules: str, colours: Colours, theme: int) -> str:
    return _VARIABLE.sub(lambda found: colours[found[1]][theme], rules)


@cache
def _parts() -> tuple[str, str]:
    """What is written onto the elements, and what only a media query can say."""
    plain, media, narrow = _COMMENT.sub("", SHEET.read_text(encoding="utf-8")).partition("@media")
    return plain, media + narrow


@cache
def _rules() -> dict[str, str]:
    return {name: _squeezed(body) for name, body in _RULE.findall(_parts()[0])}


def _narrow() -> str:
    return _squeezed(_parts()[1])


def _squeezed(css: str) -> str:
    return re.sub(r"\s*([:;{}])\s*", r"\1", " ".join(css.split()))
