"""Surveys to begin with, in both languages: `library.toml`."""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nabiz.feedback.authoring import make_survey
from nabiz.feedback.models import Survey
from nabiz.timeline.commands import Actor


@dataclass(frozen=True)
class Template:
    key: str
    names: Mapping[str, str]
    about: Mapping[str, str]
    touchpoint: str
    stage: str
    version: Mapping[str, Any]
    questions: list[dict[str, Any]]


@cache
def templates() -> dict[str, Template]:
    read = tomllib.loads((Path(__file__).parent / "library.toml").read_text(encoding="utf-8"))
    return {key: _template(key, each) for key, each in read.items()}


def make_from_template(template: Template, name: str, *, by: Actor) -> Survey:
    """A survey of one's own with the questions of a template."""
    version, questions = deepcopy(dict(template.version)), deepcopy(template.questions)
    where = {"touchpoint": template.touchpoint, "stage": template.stage}
    return make_survey(name, questions=questions, version=version, by=by, **where)


def _template(key: str, read: Mapping[str, Any]) -> Template:
    texts = {language: {"why": read["why"][language], "thanks": read["thanks"][language]} for language in ("tr", "en")}
    version = {"texts": texts, "thanks": read.get("thanks_by_score", []), "hidden": read.get("hidden", [])}
    questions = [_question(each) for each in read["questions"]]
    where = read.get("touchpoint", ""), read.get("stage", "")
    return Template(key, read["name"], read["about"], *where, version, questions)


def _question(read: Mapping[str, Any]) -> dict[str, Any]:
    """In the file each language has its own line: title_tr, title_en; here they stand together by language."""
    words = ("title", "hint", "low", "high")
    texts = {
        language: {word: read[f"{word}_{language}"] for word in words if f"{word}_{language}" in read}
        for language in ("tr", "en")
    }
    same = ("key", "kind", "measure", "is_required", "shown_if", "jumps")
    kept = {name: read[name] for name in same if name in read}
    return kept | {
        "texts": texts,
        "options": [_option(each) for each in read.get("options", [])],
        "rows": [_option(each) for each in read.get("rows", [])],
    }


def _option(read: Mapping[str, Any]) -> dict[str, Any]:
    option = {"value": read["value"], "texts": {"tr": {"label": read["tr"]}, "en": {"label": read["en"]}}}
    return option | ({"score": read["score"]} if "score" in read else {})
