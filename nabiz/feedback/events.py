from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact("survey.invited", family="feedback", icon="send", label=_("Survey sent"), sentence=_("Was asked: {survey}"))
class SurveyInvited(Fact):
    """`measure` says which number the survey feeds: nps, csat, ces or another."""

    survey: str
    measure: str
    invitation: str


@fact(
    "survey.bounced",
    family="feedback",
    icon="mail-x",
    label=_("Survey undeliverable"),
    sentence=_("The survey could not be delivered: {survey}"),
)
class SurveyBounced(Fact):
    survey: str
    measure: str
    invitation: str


@fact(
    "survey.answered",
    family="feedback",
    icon="message-square-text",
    label=_("Survey answered"),
    sentence=_("Answered {survey} with {score}"),
)
class SurveyAnswered(Fact):
    """NPS is 0 to 10, CSAT 1 to 5, CES (version 2) 1 to 7, where high is easy.

    Product-market fit (measure pmf) is 3 very, 2 somewhat, 1 not disappointed, 0 no longer a user.
    """

    survey: str
    measure: str
    score: int | None = None
    comment: str = ""
    language: str = ""
    invitation: str = ""
