"""The surveys behind the answers of the story, so that their pages show what was answered."""

from datetime import timedelta
from typing import Final

from django.utils.translation import override

from nabiz.demo.models import DemoRun
from nabiz.demo.surveys import AFTER_DELIVERY, AFTER_SUPPORT, PRODUCT_FIT, RELATIONSHIP
from nabiz.demo.wording import WORDS
from nabiz.feedback.authoring import write_survey
from nabiz.feedback.library import templates
from nabiz.feedback.models import Survey

A_MONTH: Final = timedelta(days=30)
TEMPLATES: Final = ((AFTER_DELIVERY, "csat"), (AFTER_SUPPORT, "ces7"), (PRODUCT_FIT, "pmf"), (RELATIONSHIP, "nps"))


def write_surveys(run: DemoRun, language: str) -> None:
    """Live ones, from the library, by the names that the answers give. One that is here already stays what it is."""
    taken = set(Survey.objects.values_list("name", flat=True))
    with override(language):
        for asked, key in TEMPLATES:
            name, touchpoint = str(WORDS["survey"][asked.key]), str(WORDS["touchpoint"][asked.touchpoint])
            if name not in taken:
                run.survey_ids.append(_write(name, key, run, touchpoint=touchpoint, stage=asked.stage))


def _write(name: str, key: str, run: DemoRun, **where: str) -> int:
    """Asked since the story began, so nothing in it changes any more."""
    since, template = run.ends_at - run.months * A_MONTH, templates()[key]
    version = {**template.version, "published_at": since, "locked_at": since}
    live = {"status": Survey.Status.LIVE, "status_at": since, "since": since}
    return write_survey(name, questions=template.questions, version=version, **live, **where).pk


def remove_surveys(run: DemoRun) -> None:
    """But not one by which somebody was asked for real."""
    Survey.objects.filter(pk__in=run.survey_ids, invitations=None, responses=None).delete()
