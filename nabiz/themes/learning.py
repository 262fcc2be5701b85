"""Discover themes in what was said, and let the model grow with it, so that themes stay what they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from nabiz.language.themes import discover, themes
from nabiz.themes.keeping import keep_model, newest_model
from nabiz.themes.models import Correction, Model, Theme, Verbatim
from nabiz.themes.placing import places
from nabiz.themes.sources import text_of
from nabiz.timeline.texts import events_named

if TYPE_CHECKING:
    from nabiz.language.theme_model import ThemeModel

FIRST_AT = 100  # texts; below it the words of the starters say more than any discovery
MOST = 20_000  # texts that are learned from, the newest
DISCOVERED_IN = 2_000  # texts among which the first themes are looked for: more take minutes and find the same
BELONGS = 0.5  # so large a share of a topic's texts must name one thing for it to stand below that


def learn_if_due() -> bool:
    """The first discovery, once there are enough texts."""
    if Model.objects.exists() or Verbatim.objects.count() < FIRST_AT:
        return False
    discover_themes()
    return True


@transaction.atomic
def discover_themes() -> None:
    """Find the themes of the newest texts, and put every text into its theme."""
    rows, texts = texts_to_learn_from()
    model = discover(texts[-DISCOVERED_IN:])
    keep_model(model, reason="discovered", texts=len(texts))
    _place_topics(model, texts)
    _give([each.theme for each in model.assign(texts)], rows, texts)


@transaction.atomic
def forget_what_was_learned() -> None:
    """Where nothing is left that was said, as after the demo company, there is nothing to have learned."""
    Model.objects.all().delete()
    Correction.objects.all().delete()
    Theme.objects.filter(key="", is_pinned=False, name="").delete()


@transaction.atomic
def grow_themes() -> int:
    """Learn from what came since; returns how many texts of before are in another theme now."""
    model = newest_model()
    if model is None:
        return int(learn_if_due())
    rows, texts = texts_to_learn_from()
    numbers = dict(Theme.objects.exclude(number=None).values_list("pk", "number"))
    topics = {each.id for each in model.topics}
    before = [number if (number := numbers.get(row.theme_id)) in topics else None for row in rows]
    grown, found = model.update(texts, before)
    keep_model(grown, reason="grown", texts=len(texts))
    _place_topics(grown, texts)
    return _give(found, rows, texts)


def texts_to_learn_from() -> tuple[list[Verbatim], list[str]]:
    """The newest texts with their rows, in the order in which they were said."""
    rows = list(Verbatim.objects.current().select_related("theme").order_by("-at", "-event_id")[:MOST])[::-1]
    events = events_named(row.event_id for row in rows)
    spoken = [(row, text_of(events[row.event_id])) for row in rows if row.event_id in events]
    return [row for row, _ in spoken], [text for _, text in spoken]


def _place_topics(model: ThemeModel, texts: list[str]) -> None:
    """Each new topic stands below what most of its texts name, in whatever language; else below "something else"."""
    tree = places()
    named: dict[int, Counter[str]] = defaultdict(Counter)
    sizes: Counter[int] = Counter()
    for text, each in zip(texts, model.assign(texts), strict=True):
        sizes[each.theme] += 1
        named[each.theme].update(themes(text)[:1])
    for topic in model.topics:
        row = tree.topics[topic.id]
        if row.parent_id is None and not row.is_pinned:
            [(key, n)] = named[topic.id].most_common(1) or [("other", 0)]
            branch = key if n >= BELONGS * sizes[topic.id] else "other"
            Theme.objects.filter(pk=row.pk).update(parent=tree.keys[branch])


def place_texts(rows: list[Verbatim], texts: list[str]) -> int:
    """Put these texts where they belong in the tree as it is now; returns how many moved."""
    model = newest_model()
    numbers = [each.theme for each in model.assign(texts)] if model else [0] * len(texts)
    return _give(numbers, rows, texts)


def _give(numbers: list[int], rows: list[Verbatim], texts: list[str]) -> int:
    """Write the themes of these texts; what members said of a text stays. Returns how many changed."""
    tree = places()
    told = set(Correction.objects.values_list("digest", flat=True))
    changed = []
    for number, row, text in zip(numbers, rows, texts, strict=True):
        about = themes(text, "tr" if row.language == "tr" else "en")
        theme = tree.of(text, number, about, row.label)
        if row.digest not in told and theme != row.theme_id:
            row.theme_id = theme
            changed.append(row)
    Verbatim.objects.bulk_update(changed, ["theme"], batch_size=2_000)
    return len(changed)
