"""A page of a survey with nobody answering it."""

from django.template.loader import render_to_string

from nabiz.feedback.entering import Visit
from nabiz.feedback.keys import new_key
from nabiz.feedback.models import Survey
from nabiz.feedback.pages import question_page, thanks_page
from nabiz.feedback.queries import newest_version, questions_of
from nabiz.feedback.walking import Place
from nabiz.team.queries import company


def preview_html(survey: Survey, language: str, key: str) -> str:
    version = newest_version(survey)
    questions = questions_of(version)
    visit = Visit("preview", "open", new_key(), language, company(), survey, version, questions=questions)
    at = next((n for n, each in enumerate(questions) if each.key == key), None)
    if at is None:
        return render_to_string("feedback/public/thanks.html", thanks_page(visit) | {"is_fixed": True})
    before = questions[at - 1] if at else None
    page = question_page(visit, Place(questions[at], before, at + 1, len(questions)))
    return render_to_string("feedback/public/question.html", page | {"is_fixed": True, "here": ""})
