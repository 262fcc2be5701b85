"""What members see of surveys: each as a line of the list, and one with everything that its page shows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nabiz.feedback.branching import END
from nabiz.feedback.events import SurveyAnswered, SurveyInvited
from nabiz.feedback.kinds import SCALES
from nabiz.feedback.lint import Remark, remarks_on
from nabiz.feedback.models import Invitation, Question, Response, Survey
from nabiz.feedback.pages import shown
from nabiz.feedback.queries import asked_version, newest_version, questions_of, visible_surveys
from nabiz.feedback.texts import said
from nabiz.timeline.matters import told_from_outside

if TYPE_CHECKING:
    from nabiz.team.models import Member

TONES = {"live": "good", "paused": "warn", "draft": "none", "closed": "none"}


@dataclass(frozen=True)
class Line:
    survey: Survey
    measures: str
    answers: int
    begun: int
    invited: int

    @property
    def tone(self) -> str:
        return TONES[self.survey.status]


@dataclass(frozen=True)
class Card:
    """A question as the builder lists it: its words, and in words when it is shown and where it leads."""

    question: Question
    title: str
    condition: str
    jumps: list[str]
    remarks: list[Remark]


def survey_lines(member: "Member") -> list[Line]:
    """What another system asked under the same name counts as well, as it does on the page of results."""
    surveys = list(visible_surveys(member))
    answered = _counts(Response, Q(completed_at__isnull=False), surveys)
    begun, invited = _counts(Response, Q(), surveys), _counts(Invitation, Q(), surveys)
    measures, names = _measures(surveys), {each.name for each in surveys}
    answered_elsewhere = told_from_outside(SurveyAnswered, by="survey", among=names)
    invited_elsewhere = told_from_outside(SurveyInvited, by="survey", among=names)
    return [
        Line(
            each,
            measures.get(each.pk, ""),
            answered.get(each.pk, 0) + answered_elsewhere.get(each.name, 0),
            begun.get(each.pk, 0) + answered_elsewhere.get(each.name, 0),
            invited.get(each.pk, 0) + invited_elsewhere.get(each.name, 0),
        )
        for each in surveys
    ]


def page_of(survey: Survey, member: "Member", tab: str = "questions") -> dict[str, Any]:
    """Everything on the page of one survey."""
    version, asked = newest_version(survey), asked_version(survey)
    questions = questions_of(version)
    remarks = remarks_on(version, questions, survey.languages)
    return {
        "survey": survey,
        "tab": tab,
        "tone": TONES[survey.status],
        "version": version,
        "asked": asked,
        "is_ahead": asked is not None and asked != version,
        "cards": [_card(each, questions, remarks) for each in questions],
        "remarks": [each for each in remarks if not each.key],
        "n_remarks": len(remarks),
        "kinds": Question.Kind.choices,
        "may_change": member.can("succeed"),
    }


_SIGNS = {"is": "=", "is_not": "≠", "at_most": "≤", "at_least": "≥", "has": "∋", "is_answered": "✓"}


def _card(question: Question, questions: list[Question], remarks: list[Remark]) -> Card:
    by_key, number = {each.key: each for each in questions}, {each.key: n for n, each in enumerate(questions, start=1)}
    condition = ""
    if question.shown_if and (asked := by_key.get(question.shown_if["question"])):
        place = _("question %(n)s") % {"n": number[asked.key]}
        condition = f"{place} {_SIGNS[question.shown_if['op']]} {_in_words(asked, question.shown_if)}".strip()
    jumps = [
        f"{_SIGNS[jump['op']]} {_in_words(question, jump)} → {_target(jump['to'], by_key)}" for jump in question.jumps
    ]
    own = [each for each in remarks if each.key == question.key]
    return Card(question, title_of(question), condition, jumps, own)


def title_of(question: Question) -> str:
    return said(question.texts, "title", (get_language() or "en")[:2]) or question.key


def _in_words(asked: Question, condition: dict[str, Any]) -> str:
    value = condition.get("value", "")
    return str(value) if asked.kind in SCALES else shown(asked, value, (get_language() or "en")[:2])


def _target(key: str, by_key: dict[str, Question]) -> str:
    return _("to the end") if key == END else title_of(by_key[key]) if key in by_key else key


def _counts(model: type[Response] | type[Invitation], condition: Q, surveys: list[Survey]) -> dict[int, int]:
    found = model.objects.filter(condition, survey__in=surveys, is_test=False).order_by()
    return dict(found.values_list("survey").annotate(n=Count("pk")))


def _measures(surveys: list[Survey]) -> dict[int, str]:
    """Which scores each survey asks for, by its newest version."""
    found: dict[int, dict[int, list[str]]] = {}
    measured = Question.objects.filter(version__survey__in=surveys).exclude(measure="").order_by("position")
    for question in measured.select_related("version"):
        versions = found.setdefault(question.version.survey_id, {})
        versions.setdefault(question.version.number, []).append(str(question.get_measure_display()))
    return {key: ", ".join(dict.fromkeys(versions[max(versions)])) for key, versions in found.items()}
