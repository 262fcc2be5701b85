"""What members do to themes. The model learns each of it, and keeps it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from nabiz.language.themes import themes
from nabiz.themes.events import ThemeChanged, ThemeCorrected
from nabiz.themes.keeping import keep_model, newest_model
from nabiz.themes.learning import place_texts, texts_to_learn_from
from nabiz.themes.models import Correction, Theme, Verbatim
from nabiz.themes.placing import keys_of
from nabiz.themes.sources import text_of
from nabiz.themes.starters import starters
from nabiz.timeline.commands import Actor, announce
from nabiz.timeline.texts import events_named

LONGEST_NAME, WORDS_AT_MOST = 120, 12
READ_TO_PART = 5_000


class NotPossible(ValueError):
    """Why a theme cannot be changed like that, in words for whoever asked."""


class _Person:
    """Whom a comment is from, as the timeline wants it."""

    def __init__(self, verbatim: Verbatim) -> None:
        self.pk, self.account_id = verbatim.customer_id, verbatim.account_id


@transaction.atomic
def correct_theme(verbatim: Verbatim, theme: Theme, *, by: Actor) -> Correction:
    """This comment, and every comment of the same words, belongs to that theme from now on."""
    told, is_new = Correction.objects.get_or_create(digest=verbatim.digest, defaults={"theme": theme, "by_id": by.pk})
    if not is_new and told.theme_id == theme.pk:
        return told
    Correction.objects.filter(pk=told.pk).update(theme=theme, by=by.pk)
    told.theme = theme
    _teach(verbatim, theme, by)
    Verbatim.objects.filter(digest=verbatim.digest).update(theme=theme, closeness=1.0, is_corrected=True)
    announce(ThemeCorrected(theme=str(theme)), about=_Person(verbatim) if verbatim.customer_id else None, by=by)
    return told


@transaction.atomic
def rename_theme(theme: Theme, name: str, *, by: Actor) -> Theme:
    """Call a theme by a name that stays. An empty name goes back to its telling words."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if theme.name == name:
        return theme
    theme.name = name
    theme.save(update_fields=["name"])
    _changed(theme, "renamed", by)
    return theme


@transaction.atomic
def pin_theme(theme: Theme, is_pinned: bool, *, by: Actor) -> Theme:
    """Keep words, place and existence of a theme as they are, or let it go again."""
    if theme.is_pinned == is_pinned:
        return theme
    theme.is_pinned = is_pinned
    theme.save(update_fields=["is_pinned"])
    model = newest_model()
    if model and theme.is_topic and theme.number is not None:
        keep_model(model.pin(theme.number, is_pinned), reason="pinned", texts=_read(), by=by)
    _changed(theme, "pinned" if is_pinned else "let go", by)
    return theme


@transaction.atomic
def merge_themes(theme: Theme, *, into: Theme, by: Actor) -> Theme:
    """Make two themes one: what was `theme` is `into` from now on. Its old address leads there."""
    if theme.merged_into_id == into.pk:
        return into
    if theme.pk == into.pk or theme.key or into.merged_into_id or into.parent_id == theme.pk:
        raise NotPossible(_("These two themes cannot become one."))
    # The model goes on to tell them apart: what lies close to the merged one belongs to the other all the same.
    Theme.objects.filter(pk=theme.pk).update(merged_into=into)
    theme.merged_into = into
    Verbatim.objects.filter(theme=theme).update(theme=into)
    Correction.objects.filter(theme=theme).update(theme=into)
    Theme.objects.filter(parent=theme).update(parent=into)
    _changed(theme, "merged", by, into)
    return into


@transaction.atomic
def split_theme(theme: Theme, *, by: Actor, parts: int = 2) -> list[Theme]:
    """Part a theme by its comments; the largest part keeps name and address. Returns the new themes."""
    model = newest_model()
    if not model or not theme.is_topic or theme.number is None:
        raise NotPossible(_("Only a theme that was discovered can be parted."))
    rows = list(Verbatim.objects.filter(theme=theme).order_by("-at")[:READ_TO_PART])
    events = events_named(row.event_id for row in rows)
    spoken = [(row, text_of(events[row.event_id])) for row in rows if row.event_id in events]
    try:
        parted = model.split(theme.number, [text for _row, text in spoken], parts)
    except ValueError as reason:
        raise NotPossible(_("The comments of this theme are too much alike to be parted.")) from reason
    keep_model(parted, reason="parted", texts=_read(), by=by)
    known = {each.id for each in model.topics}
    fresh = {
        row.number: row for row in Theme.objects.filter(number__in=[e.id for e in parted.topics if e.id not in known])
    }
    Theme.objects.filter(pk__in=[row.pk for row in fresh.values()]).update(parent=theme.parent)
    found = parted.assign([text for _row, text in spoken])
    for number, row in fresh.items():
        moved = [its.pk for (its, _text), where in zip(spoken, found, strict=True) if where.theme == number]
        Verbatim.objects.filter(pk__in=moved, is_corrected=False).update(theme=row)
    _changed(theme, "parted", by)
    return list(fresh.values())


@transaction.atomic
def make_theme(name: str, words: Sequence[str], *, by: Actor) -> Theme:
    """A theme made of a few telling words: a comment that says one of them belongs to it, before and from now on."""
    telling = list(dict.fromkeys(word for each in words if (word := " ".join(each.split())[:40]) and keys_of(word)))
    name = " ".join(name.split())[:LONGEST_NAME]
    if not telling or not name:
        raise NotPossible(_("A theme needs a name and at least one word that says something."))
    if known := Theme.objects.present().filter(key="", number=None, name=name).first():
        return known
    about = themes(" ".join(telling))
    parent = starters()[about[0]] if about else None
    made = Theme.objects.create(name=name, words=telling[:WORDS_AT_MOST], parent=parent, is_pinned=True, by_id=by.pk)
    place_texts(*texts_to_learn_from())
    _changed(made, "made", by)
    return made


@transaction.atomic
def move_theme(theme: Theme, *, under: Theme | None, by: Actor) -> Theme:
    """Put a discovered theme below another branch of the tree, or on its own."""
    if theme.parent_id == (under.pk if under else None):
        return theme
    if theme.key or (under and (under.parent_id or under.pk == theme.pk)) or theme.children.exists():
        raise NotPossible(_("A theme stands below a main theme, or by itself."))
    theme.parent = under
    theme.save(update_fields=["parent"])
    _changed(theme, "moved", by, under)
    return theme


def _teach(verbatim: Verbatim, theme: Theme, by: Actor) -> None:
    model, event = newest_model(), events_named([verbatim.event_id]).get(verbatim.event_id)
    if model and event and theme.number is not None:
        known = {each.id for each in model.themes}
        if theme.number in known or theme.number in model.merged:
            taught = model.correct(text_of(event), theme.number)
            keep_model(taught, reason="corrected", texts=_read(), by=by)


def _read() -> int:
    return Verbatim.objects.count()


def _changed(theme: Theme, change: str, by: Actor, other: Theme | None = None) -> None:
    announce(ThemeChanged(theme=str(theme), change=change, second=str(other) if other else ""), by=by)
