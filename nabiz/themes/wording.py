"""A short name and two sentences for a theme, written by the language model where the owner has turned one on.

It is asked by the worker only. What it answers is checked before anybody sees it; what cannot be used changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from nabiz.assist.asking import ask
from nabiz.assist.asking import forget as forget_calls
from nabiz.assist.engines import check_budget, engine, is_on
from nabiz.assist.problems import PROBLEMS, NotAsked
from nabiz.themes import written
from nabiz.themes.events import ThemeChanged
from nabiz.themes.models import Theme, Verbatim, Wording
from nabiz.themes.pages import Quote, quotes_of, telling_quotes
from nabiz.themes.queries import Wanted, verbatims_of, verbatims_of_events, words_of
from nabiz.themes.starters import GENERAL
from nabiz.themes.windows import Stretch
from nabiz.timeline.commands import Actor, announce

if TYPE_CHECKING:
    from nabiz.team.models import Member

QUOTES, FEWEST = 12, 5
LOOKED_AT = 400  # the newest comments, from which the quotes are taken
DAYS = 90
EACH_NIGHT = 20
STANDS_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Worded:
    """What a page shows of it: the summary with its grounds, or why there is none."""

    summary: str = ""
    language: str = ""
    model: str = ""
    made_at: Any = None
    quotes: Sequence[Quote] = ()
    is_name: bool = False
    problem: str = ""
    may_write: bool = False

    @property
    def is_there(self) -> bool:
        return bool(self.summary or self.problem or self.is_name or self.may_write)


def wording_on_page(theme: Theme, member: "Member") -> Worded:
    """What stands about a theme now. Nothing is asked here."""
    may_write = member.can("succeed") and is_on() and theme.key not in GENERAL
    kept = Wording.objects.filter(theme=theme).first()
    is_name = bool(theme.called and str(theme) == theme.called)
    if kept is None:
        return Worded(is_name=is_name, may_write=may_write)
    problem = str(PROBLEMS[kept.problem]) if kept.problem in PROBLEMS and may_write else ""
    if not kept.summary or not _are_there(kept.events):
        return Worded(is_name=is_name, problem=problem, may_write=may_write)
    quotes = quotes_of(list(verbatims_of_events(kept.cited).values()), {})
    return Worded(kept.summary, kept.language, kept.model, kept.made_at, quotes, is_name, problem, may_write)


def check_can_word(theme: Theme) -> None:
    """Raises NotAsked where the worker could not write anything anyway."""
    its = engine()
    if its is None or not its.is_on:
        raise NotAsked("off")
    check_budget(its, 1)
    if theme.key in GENERAL or len(_quotes_for(theme)) < FEWEST:  # praise without a reason has nothing to sum up
        raise NotAsked("few")


def word_theme(theme: Theme) -> bool:
    """Have name and summary written; whether they could be. Raises NotAsked, having noted why."""
    quotes = _quotes_for(theme)
    try:
        if len(quotes) < FEWEST:
            raise NotAsked("few")
        about = [each.verbatim.customer_id for each in quotes if each.verbatim.customer_id]
        language = written.language_of([each.verbatim.language for each in quotes])
        texts = [each.text for each in quotes]
        told = written.messages(theme.words, texts, language)
        found = ask("theme", told, check=lambda said: written.read(said, texts, language), about=about)
    except NotAsked as problem:
        _forget_who_left(quotes)
        Wording.objects.update_or_create(theme=theme, defaults={"problem": problem.why})
        raise
    return not _forget_who_left(quotes) and _keep(theme, found, quotes, language)


def word_due_themes() -> int:
    """Every night the largest themes that have no wording, or an old one; returns how many were written."""
    done = 0
    for theme in _due() if is_on() else []:
        try:
            done += word_theme(theme)
        except NotAsked as problem:
            if problem.why not in ("unusable", "few"):
                break  # the others would fare no better
    return done


@transaction.atomic
def refuse_wording(theme: Theme, *, by: Actor) -> None:
    """Take away what the model wrote. It is not written again unless a member asks for it."""
    Theme.objects.filter(pk=theme.pk).update(called="")
    nothing = {"summary": "", "events": [], "cited": [], "problem": "", "is_refused": True}
    if Wording.objects.filter(theme=theme, is_refused=False).update(**nothing):
        announce(ThemeChanged(theme=str(theme), change="summary removed"), by=by)


def forget_wordings(event_ids: set[int], needles: Sequence[str]) -> None:
    """Drop what was made from these events, or what names somebody."""
    named = Q(pk=None)
    for needle in needles:
        for column in ("summary", "model", "events", "cited", "theme__called"):
            named |= Q(**{f"{column}__icontains": needle})
    rows = list(Wording.objects.filter(named)) + [
        each for each in Wording.objects.all() if not event_ids.isdisjoint(_numbers(each.events))
    ]
    Theme.objects.filter(pk__in=[each.theme_id for each in rows]).update(called="")
    Wording.objects.filter(pk__in=[each.pk for each in rows]).delete()


@transaction.atomic
def _keep(theme: Theme, found: written.Written, quotes: Sequence[Quote], language: str) -> bool:
    taken = Theme.objects.present().exclude(pk=theme.pk)
    is_taken = taken.filter(Q(name__iexact=found.label) | Q(called__iexact=found.label)).exists()
    if theme.is_topic and not is_taken:
        Theme.objects.filter(pk=theme.pk).update(called=found.label)
    events = [each.verbatim.event_id for each in quotes]
    its = engine()
    fresh = {
        "summary": found.summary, "language": language, "model": its.model if its else "", "events": events,
        "cited": [events[place] for place in found.quotes], "problem": "", "is_refused": False,
        "made_at": timezone.now(),
    }  # fmt: skip
    Wording.objects.update_or_create(theme=theme, defaults=fresh)
    return True


def _quotes_for(theme: Theme) -> list[Quote]:
    """The telling ones; before anything was discovered the newest, each saying something else."""
    wanted = Wanted(stretch=Stretch.of_days(DAYS))
    if found := telling_quotes(theme, wanted, QUOTES):
        return found
    newest = {each.digest: each for each in reversed(verbatims_of(theme, wanted)[:LOOKED_AT]) if not each.signs}
    return quotes_of(list(newest.values())[::-1][:QUOTES], {})


def _due() -> list[Theme]:
    since, old = timezone.now() - timedelta(days=DAYS), timezone.now() - STANDS_FOR
    recent = Count("verbatims", filter=Q(verbatims__is_current=True, verbatims__at__gte=since))
    open_ones = Theme.objects.present().exclude(key__in=GENERAL).exclude(wording__is_refused=True)
    found = open_ones.exclude(wording__made_at__gte=old).annotate(recent=recent).filter(recent__gte=FEWEST)
    return list(found.order_by("-recent", "pk")[:EACH_NIGHT])


def _forget_who_left(quotes: Sequence[Quote]) -> bool:
    """Who was erased while the model was being asked is forgotten here too."""
    words = words_of([each.verbatim for each in quotes])
    gone = [each.verbatim for each in quotes if not words.get(each.verbatim.event_id)]
    forget_calls([each.customer_id for each in gone if each.customer_id], [])
    return bool(gone)


def _are_there(events: object) -> bool:
    """Whether everything that a wording was made from still is what it was."""
    numbers = _numbers(events)
    return bool(numbers) and Verbatim.objects.current().filter(event_id__in=numbers).count() == len(set(numbers))


def _numbers(events: object) -> list[int]:
    return [each for each in events if isinstance(each, int)] if isinstance(events, list) else []
