from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nabiz.timeline.facts import Fact, fact

# What `state` may be.
STATES = (gettext_noop("live"), gettext_noop("paused"), gettext_noop("closed"), gettext_noop("removed"))


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

    CES with 5 points (measure ces5) is a number of its own. Product-market fit (measure pmf) is 3 very, 2 somewhat,
    1 not disappointed, 0 no longer a user. A comment without a score has the measure comment; `question` names the
    question within the survey, and `response` everything that one person answered in one go.
    """

    survey: str
    measure: str
    score: int | None = None
    comment: str = ""
    language: str = ""
    invitation: str = ""
    question: str = ""
    response: str = ""


@fact(
    "survey.declined",
    family="feedback",
    icon="hand",
    label=_("Survey declined"),
    sentence=_("Does not want to be asked: {survey}"),
)
class SurveyDeclined(Fact):
    survey: str
    invitation: str


@fact("survey.made", family="house", icon="clipboard-list", label=_("Survey made"), sentence=_("Survey {name} made"))
class SurveyMade(Fact):
    name: str


# What `what` may be.
CHANGES = (
    gettext_noop("settings changed"), gettext_noop("link opened"), gettext_noop("link closed"),
    gettext_noop("popover set"), gettext_noop("popover paused"), gettext_noop("popover resumed"),
    gettext_noop("trigger set"), gettext_noop("trigger changed"), gettext_noop("trigger paused"),
    gettext_noop("trigger resumed"), gettext_noop("trigger removed"), gettext_noop("sent by hand"),
    gettext_noop("reminded by hand"), gettext_noop("links made"),
)  # fmt: skip


@fact(
    "survey.changed",
    family="house",
    icon="clipboard-list",
    label=_("Survey set up differently"),
    sentence=_("Survey {name}: {what:words}"),
)
class SurveyChanged(Fact):
    """Who is asked, where and when. `trigger` is the number of the trigger that it is about, if it is about one."""

    name: str
    what: str
    trigger: int | None = None


@fact(
    "survey.limits_changed",
    family="house",
    icon="gauge",
    label=_("Limits of all surveys changed"),
    sentence=_("Surveys: at most {per_year} a year, {days_any} days apart"),
)
class LimitsChanged(Fact):
    per_year: int
    days_any: int
    days_same: int
    days_new: int


@fact("survey.brand_changed", family="house", icon="palette", label=_("Brand changed"), sentence=_("Brand changed"))
class BrandChanged(Fact):
    """How surveys look to customers."""


@fact(
    "survey.published",
    family="house",
    icon="clipboard-check",
    label=_("Survey published"),
    sentence=_("Version {version} of survey {name} published"),
)
class SurveyPublished(Fact):
    name: str
    version: int


@fact(
    "survey.state_changed",
    family="house",
    icon="clipboard-list",
    label=_("Survey paused, closed or opened"),
    sentence=_("Survey {name}: {state:words}"),
)
class SurveyStateChanged(Fact):
    """`state` is live, paused, closed or removed."""

    name: str
    state: str
