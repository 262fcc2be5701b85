"""Build a survey. A version that was answered stays as it is: changing it makes the next one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.feedback.branching import problems
from nabiz.feedback.events import SurveyChanged, SurveyMade, SurveyPublished, SurveyStateChanged
from nabiz.feedback.models import Question, Survey, Version
from nabiz.feedback.queries import newest_version, questions_of
from nabiz.team.tokens import new_token
from nabiz.timeline.commands import Actor, announce

COPIED = (
    "key", "position", "kind", "measure", "is_required", "texts", "options", "rows", "shown_if", "jumps", "consents",
)  # fmt: skip
REMOVED = "removed"


class NotReady(ValueError):
    """The survey cannot go live as it is; its text says why, in the reader's language."""


@transaction.atomic
def make_survey(
    name: str,
    *,
    questions: Sequence[Mapping[str, Any]] = (),
    version: Mapping[str, Any] | None = None,
    by: Actor,
    **fields: Any,
) -> Survey:
    """A new survey with its first version, not yet live. `questions`: the fields of each, in order."""
    survey = write_survey(name, questions=questions, version=version, by_id=by.pk, **fields)
    announce(SurveyMade(name=name), by=by)
    return survey


def write_survey(
    name: str, *, questions: Sequence[Mapping[str, Any]], version: Mapping[str, Any] | None = None, **fields: Any
) -> Survey:
    """Its rows alone, told to nobody."""
    survey = Survey.objects.create(name=name, **fields)
    first = Version.objects.create(survey=survey, **(version or {}))
    rows = [
        Question(version=first, **{"key": f"q{n}", "position": n, **each}) for n, each in enumerate(questions, start=1)
    ]
    Question.objects.bulk_create(rows)
    return survey


@transaction.atomic
def duplicate_survey(survey: Survey, name: str, *, by: Actor) -> Survey:
    """The same questions under another name, not yet live and without the open link."""
    newest = newest_version(survey)
    questions = [{field: getattr(each, field) for field in COPIED} for each in questions_of(newest)]
    version = {"texts": newest.texts, "thanks": newest.thanks, "hidden": newest.hidden}
    same = ("purpose", "brand", "languages", "touchpoint", "stage")
    return make_survey(
        name, questions=questions, version=version, by=by, **{field: getattr(survey, field) for field in same}
    )


@transaction.atomic
def editable_version(survey: Survey) -> Version:
    """The version that may be changed: the newest, or a copy of it once it has been answered."""
    Survey.objects.select_for_update().get(pk=survey.pk)
    newest = Version.objects.select_for_update().filter(survey=survey).order_by("-number")[0]
    if newest.locked_at is None:
        return newest
    copy = Version.objects.create(
        survey=survey, number=newest.number + 1, texts=newest.texts, thanks=newest.thanks, hidden=newest.hidden
    )
    questions = [{field: getattr(each, field) for field in COPIED} for each in questions_of(newest)]
    Question.objects.bulk_create([Question(version=copy, **each) for each in questions])
    return copy


@transaction.atomic
def change_version(survey: Survey, *, by: Actor, **fields: Any) -> Version:
    version = editable_version(survey)
    for name, value in fields.items():
        setattr(version, name, value)
    version.save(update_fields=[*fields])
    return version


@transaction.atomic
def change_survey(survey: Survey, *, by: Actor, **fields: Any) -> Survey:
    """Name, purpose, brand, languages and where it belongs: what every version shares."""
    Survey.objects.filter(pk=survey.pk).update(**fields)
    survey.refresh_from_db()
    return survey


@transaction.atomic
def change_settings(survey: Survey, *, hidden: list[str], by: Actor, **fields: Any) -> Survey:
    """All that the page of settings holds. Other hidden fields make a new version where this one was answered."""
    if newest_version(survey).hidden != hidden:
        change_version(survey, hidden=hidden, by=by)
    changed = change_survey(survey, by=by, **fields)
    announce(SurveyChanged(name=changed.name, what="settings changed"), by=by)
    return changed


@transaction.atomic
def add_question(survey: Survey, *, by: Actor, **fields: Any) -> Question:
    """At the end."""
    version = editable_version(survey)
    known = version.questions.aggregate(last=Max("position"))["last"] or 0
    return Question.objects.create(version=version, key=_new_key(survey), position=known + 1, **fields)


@transaction.atomic
def change_question(survey: Survey, key: str, *, by: Actor, **fields: Any) -> Question:
    question = editable_version(survey).questions.get(key=key)
    for name, value in fields.items():
        setattr(question, name, value)
    question.save(update_fields=[*fields])
    return question


@transaction.atomic
def remove_question(survey: Survey, key: str, *, by: Actor) -> None:
    """With what led to it. Removing it again changes nothing."""
    version = editable_version(survey)
    version.questions.filter(key=key).delete()
    for each in version.questions.all():
        kept = [jump for jump in each.jumps if jump["to"] != key]
        condition = {} if each.shown_if.get("question") == key else each.shown_if
        if (kept, condition) != (each.jumps, each.shown_if):
            each.jumps, each.shown_if = kept, condition
            each.save(update_fields=["jumps", "shown_if"])


@transaction.atomic
def order_questions(survey: Survey, keys: Sequence[str], *, by: Actor) -> None:
    """In this order; those that are not named come last, as they were."""
    version = editable_version(survey)
    place = {key: number for number, key in enumerate(keys)}
    ordered = sorted(version.questions.all(), key=lambda each: (place.get(each.key, len(place)), each.position))
    for number, question in enumerate(ordered, start=1):
        question.position = number
    Question.objects.bulk_update(ordered, ["position"])


@transaction.atomic
def publish(survey: Survey, *, by: Actor) -> Survey:
    """Ask the newest version from now on, and let the survey be live. Raises NotReady."""

    version = Version.objects.select_for_update().filter(survey=survey).order_by("-number")[0]
    questions = questions_of(version)
    if not questions:
        raise NotReady(_("A survey needs at least one question."))
    if wrong := next(problems(questions), None):
        raise NotReady(f"{wrong[0].key}: {wrong[1]}")
    if version.published_at is None:
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
        announce(SurveyPublished(name=survey.name, version=version.number), by=by)
    return set_state(survey, Survey.Status.LIVE, by=by)


@transaction.atomic
def set_state(survey: Survey, state: str, *, by: Actor) -> Survey:
    """Live, paused or closed. Who has the page open when it stops may finish within a day."""
    changed = Survey.objects.filter(pk=survey.pk).exclude(status=state)
    if changed.update(status=Survey.Status(state), status_at=timezone.now()):
        announce(SurveyStateChanged(name=survey.name, state=state), by=by)
    survey.refresh_from_db()
    return survey


@transaction.atomic
def remove_survey(survey: Survey, *, by: Actor) -> None:
    """Nobody sees it any more; what customers answered stays in the numbers and on their timelines."""
    if Survey.objects.present().filter(pk=survey.pk).update(removed_at=timezone.now()):
        announce(SurveyStateChanged(name=survey.name, state=REMOVED), by=by)


@transaction.atomic
def open_link(survey: Survey, *, by: Actor) -> str:
    """The token of the link that anybody may answer by, made once."""
    if Survey.objects.filter(pk=survey.pk, link_token=None).update(link_token=new_token()[:16]):
        announce(SurveyChanged(name=survey.name, what="link opened"), by=by)
    survey.refresh_from_db()
    return str(survey.link_token)


@transaction.atomic
def close_link(survey: Survey, *, by: Actor) -> None:
    if Survey.objects.filter(pk=survey.pk).exclude(link_token=None).update(link_token=None):
        announce(SurveyChanged(name=survey.name, what="link closed"), by=by)
    survey.refresh_from_db()


def _new_key(survey: Survey) -> str:
    """One that no version of the survey has used: a key means the same question for ever."""
    used = set(Question.objects.filter(version__survey=survey).values_list("key", flat=True))
    return next(key for n in range(1, 10_000) if (key := f"q{n}") not in used)
