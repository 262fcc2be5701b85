"""What stands on the pages that customers see. The builder's preview shows the same."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nabiz.feedback.brands import colour_of
from nabiz.feedback.entering import Visit
from nabiz.feedback.kinds import CONTACT_FIELDS, ONE_TAP, SCALES, Given
from nabiz.feedback.models import LANGUAGES, Brand, Question
from nabiz.feedback.texts import one_line, piped, said
from nabiz.feedback.walking import Place
from nabiz.team.queries import company

SHEETS = Path(__file__).parent / "static/feedback/public"
LONGEST_HIDDEN = 200
NAMES_OF_LANGUAGES = {"tr": "Türkçe", "en": "English"}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool = False
    hint: str = ""
    place: int = 0


@dataclass(frozen=True)
class Row:
    value: str
    label: str
    options: list[Option]


def shell(visit: Visit) -> dict[str, Any]:
    """What every public page needs: whose it is, in which language, in which colours."""
    offered = visit.survey.languages if visit.survey else LANGUAGES
    page = shell_of(visit.brand, visit.public_name, visit.language, offered)
    is_test = bool(visit.invitation and visit.invitation.is_test)
    return page | {"is_test": is_test, "is_framed": visit.is_framed}


def shell_of(brand: Brand | None, name: str, language: str, offered: Iterable[str] = LANGUAGES) -> dict[str, Any]:
    """The same for any public page in the company's colours."""
    others = [{"code": code, "name": NAMES_OF_LANGUAGES[code]} for code in offered if code in LANGUAGES]
    return {
        "language": language,
        "languages": [each for each in others if each["code"] != language],
        "name": name,
        "brand": brand,
        "logo_url": logo_url(brand),
        "stylesheet": reverse("survey:stylesheet", args=[sheet()[1], colour_of(brand)[1:]]),
        "shows_footer": brand is None or brand.shows_footer,
    }


def house_of() -> tuple[str, str]:
    """By what name and in what colour the company speaks to customers."""
    brand, its = default_brand(), company()
    return (brand.name if brand else "") or (its.name if its else ""), colour_of(brand)


def question_page(visit: Visit, place: Place, given: Given | None = None, notice: str = "") -> dict[str, Any]:
    """One question with what was answered to it before, or just now where something is wrong with that."""
    question, language = place.question, visit.language
    values = piping(visit)
    answered = visit.answers.get(question.key)
    value = given.value if given else answered.value if answered else None
    words = {name: piped(said(question.texts, name, language), values) for name in ("title", "hint", "low", "high")}
    return shell(visit) | {
        **words,
        "question": question,
        "kind": question.kind,
        "part": f"feedback/public/{_PARTS[question.kind]}.html",
        "is_tap": question.kind in ONE_TAP,
        "options": options_of(question, language, value, values),
        "rows": _rows(question, language, value, values),
        "fields": _contact(question, value),
        "value": value,
        "place": place,
        "problem": given.problem if given else "",
        "notice": notice or was_cut(visit),
        "is_first": place.before is None,
        "why": piped(said(visit.version.texts, "why", language), values) if visit.version else "",
        "version": visit.version.number if visit.version else 0,
        "key": visit.key.text,
        "is_told": bool(answered and answered.announced_at),
        "is_personal": not visit.is_open_link,
    }


def thanks_page(visit: Visit) -> dict[str, Any]:
    """The words for the score where there are some, else those for everybody."""
    assert visit.version
    values, texts = piping(visit), visit.version.texts
    score = next((answer.score for answer in visit.answers.values() if answer.score is not None), None)
    for each in visit.version.thanks:
        if score is not None and each["from"] <= score <= each["to"]:
            texts = each["texts"]
            break
    words = piped(said(texts, "thanks", visit.language) or said(visit.version.texts, "thanks", visit.language), values)
    return shell(visit) | {
        "words": words,
        "link": str(visit.version.texts.get("link", {}).get("url", "")),
        "notice": was_cut(visit),
    }


def was_cut(visit: Visit) -> str:
    too_long = _("Your comment was longer than 4,000 characters. The first 4,000 were kept.")
    return too_long if visit.was_cut else ""


def piping(visit: Visit) -> dict[str, str]:
    """Everything that a text may name."""
    customer = visit.invitation.customer if visit.invitation else None
    name = (customer.name if customer else "").strip()
    earlier = {key: shown(answer.question, answer.value, visit.language) for key, answer in visit.answers.items()}
    known = {"customer.name": name, "customer.first_name": name.split(" ")[0], "company": visit.public_name}
    return {**_brought(visit), **earlier, **known}


def _brought(visit: Visit) -> dict[str, str]:
    """Hidden fields: as they were kept, else as the link brings them along."""
    kept = visit.response or visit.invitation
    hidden = kept.hidden if kept else {name: one_line(value, LONGEST_HIDDEN) for name, value in visit.sent.items()}
    return {str(name): str(value) for name, value in hidden.items()}


def shown(question: Question, value: Any, language: str) -> str:
    """An answer as one line of text."""
    words = {each["value"]: said(each["texts"], "label", language) for each in [*question.options, *question.rows]}
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(words.get(each, str(each)) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(words.get(each, str(each)) for each in value.values())
    return words.get(value, str(value))


def options_of(question: Question, language: str, value: Any, values: Mapping[str, str]) -> list[Option]:
    if question.kind in SCALES:
        low, high = SCALES[question.kind]
        smileys = _smileys() if question.kind == Question.Kind.SMILEYS else {}
        points = range(low, high + 1)
        return [Option(str(point), str(point), value == point, smileys.get(point, "")) for point in points]
    chosen = value if isinstance(value, list) else [] if isinstance(value, Mapping) else [value]
    places = {each: number for number, each in enumerate(chosen, start=1)}
    labels = ((each["value"], piped(said(each["texts"], "label", language), values)) for each in question.options)
    return [Option(name, label, name in places, place=places.get(name, 0)) for name, label in labels]


def default_brand() -> Brand | None:
    return Brand.objects.order_by("pk").first()


def logo_url(brand: Brand | None) -> str:
    if brand is None or not brand.logo:
        return ""
    return reverse("survey:logo", args=[brand.pk, hashlib.sha256(bytes(brand.logo)).hexdigest()[:12]])


@cache
def sheet() -> tuple[str, str]:
    """The one style sheet of these pages, and a digest of it for its address."""
    text = "".join((SHEETS / name).read_text(encoding="utf-8") for name in ("tokens.css", "survey.css"))
    return text, hashlib.sha256(text.encode()).hexdigest()[:10]


def _rows(question: Question, language: str, value: Any, values: Mapping[str, str]) -> list[Row]:
    chosen = value if isinstance(value, Mapping) else {}
    return [
        Row(
            each["value"],
            piped(said(each["texts"], "label", language), values),
            options_of(question, language, chosen.get(each["value"]), values),
        )
        for each in question.rows
    ]


def _contact(question: Question, value: Any) -> list[dict[str, str]]:
    if question.kind != Question.Kind.CONTACT:
        return []
    known = value if isinstance(value, Mapping) else {}
    words = {"name": _("Name"), "email": pgettext("contact", "E-mail"), "phone": pgettext("contact", "Phone")}
    types = {"name": ("text", "name"), "email": ("email", "email"), "phone": ("tel", "tel")}
    return [
        {
            "name": name,
            "label": words[name],
            "type": types[name][0],
            "fill": types[name][1],
            "value": known.get(name, ""),
        }
        for name in CONTACT_FIELDS
    ]


def _smileys() -> dict[int, str]:
    words = (_("Very bad"), _("Bad"), _("So-so"), _("Good"), _("Very good"))
    return dict(enumerate(words, start=1))


_PARTS = {
    "scale10": "scale",
    "scale5": "scale",
    "scale7": "scale",
    "smileys": "smileys",
    "choice": "choice",
    "choices": "choices",
    "matrix": "matrix",
    "rank": "rank",
    "text": "text",
    "contact": "contact",
    "consent": "consent",
}
