"""Other words of thanks for other scores. The link is the same for all: asking only the happy to review is not fair."""

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import QueryDict

from nabiz.feedback.authoring import editable_version
from nabiz.feedback.models import LANGUAGES, Survey, Version
from nabiz.feedback.texts import one_line
from nabiz.feedback.wording import LONGEST_TEXT
from nabiz.timeline.commands import Actor

SPARE = 1
LINK = "link"
LONGEST_LINK = 500


def thanks_of(version: Version) -> list[dict[str, Any]]:
    """As the form shows them, with room for one more."""
    known = [
        {"low": each["from"], "high": each["to"], "tr": _words(each, "tr"), "en": _words(each, "en")}
        for each in version.thanks
    ]
    return [*known, *({"low": "", "high": "", "tr": "", "en": ""} for _n in range(SPARE))]


@transaction.atomic
def change_thanks(survey: Survey, sent: QueryDict, *, by: Actor) -> None:
    """A line without words or with a range that makes no sense is left out."""
    wanted = []
    fields = (sent.getlist(f"thanks-{name}") for name in ("low", "high", "tr", "en"))
    for low, high, tr, en in list(zip(*fields, strict=False))[:10]:
        given = {"tr": one_line(tr, LONGEST_TEXT), "en": one_line(en, LONGEST_TEXT)}
        if low.isdecimal() and high.isdecimal() and int(low) <= int(high) <= 10 and any(given.values()):
            texts = {language: {"thanks": given[language]} for language in LANGUAGES}
            wanted.append({"from": int(low), "to": int(high), "texts": texts})
    version = editable_version(survey)
    texts = {name: words for name, words in version.texts.items() if name != LINK}
    if link := sent.get("thanks-link", link_of(version)).strip():
        texts[LINK] = {"url": link if is_link(link) else link_of(version)}
    if (version.thanks, version.texts) != (wanted, texts):
        version.thanks, version.texts = wanted, texts
        version.save(update_fields=["thanks", "texts"])


def link_of(version: Version) -> str:
    """Where the page of thanks leads, for everybody alike; empty where it leads nowhere."""
    return str(version.texts.get(LINK, {}).get("url", ""))


def is_link(text: str) -> bool:
    parts = urlsplit(text) if text.isprintable() and " " not in text else urlsplit("")
    return parts.scheme in ("https", "http") and bool(parts.hostname) and len(text) <= LONGEST_LINK


def _words(each: dict[str, Any], language: str) -> str:
    return str(each["texts"].get(language, {}).get("thanks", ""))
