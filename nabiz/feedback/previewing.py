"""A page of a survey with nobody answering it."""

from django.template.loader import render_to_string
from django.utils.translation import get_language

from nabiz.feedback.entering import Visit
from nabiz.feedback.keys import new_key
from nabiz.feedback.models import LANGUAGES, Question, Survey
from nabiz.feedback.pages import question_page, thanks_page
from nabiz.feedback.queries import newest_version, questions_of
from nabiz.feedback.walking import Place
from nabiz.team.queries import company


def preview_html(survey: Survey, language: str, key: str, draft: Question | None = None) -> str:
    """`draft` stands in for the question of its key: as it is being written, and not kept."""
    version = newest_version(survey)
    questions = [draft if draft and draft.key == each.key else each for each in questions_of(version)]
    visit = Visit("preview", "open", new_key(), language, company(), survey, version, questions=questions)
    at = next((n for n, each in enumerate(questions) if each.key == key), None)
    if at is None:
        return render_to_string("feedback/public/thanks.html", thanks_page(visit) | {"is_fixed": True})
    before = questions[at - 1] if at else None
    page = question_page(visit, Place(questions[at], before, at + 1, len(questions)))
    return render_to_string("feedback/public/question.html", page | {"is_fixed": True, "here": ""})


def tongue_of(survey: Survey, wanted: str = "") -> str:
    """In which language a survey is shown to a member: as asked for, else their own where it speaks it."""
    spoken = [each for each in survey.languages if each in LANGUAGES] or list(LANGUAGES)
    return next((each for each in (wanted, (get_language() or "en")[:2]) if each in spoken), spoken[0])
