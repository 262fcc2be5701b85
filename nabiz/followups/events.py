from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nabiz.timeline.facts import Fact, fact

# What `outcome` may be.
OUTCOMES = (gettext_noop("solved"), gettext_noop("partly"), gettext_noop("not_solvable"), gettext_noop("unreachable"))


@fact(
    "followup.opened",
    family="feedback",
    icon="reply",
    label=_("Follow-up opened"),
    sentence=_("Somebody is to follow up"),
)
class FollowUpOpened(Fact):
    """`measure` and `score` are those of the answer; `comment` and no score where there were only words. `due_hours` is
    how long it may take."""

    follow_up: int
    measure: str
    due_hours: int
    score: int | None = None


@fact(
    "followup.assigned",
    family="feedback",
    icon="user-check",
    label=_("Follow-up assigned"),
    sentence=_("Follow-up given to {owner}"),
)
class FollowUpAssigned(Fact):
    follow_up: int
    owner: str


@fact(
    "followup.closed",
    family="feedback",
    icon="circle-check",
    label=_("Follow-up closed"),
    sentence=_("Follow-up closed: {outcome:words}"),
)
class FollowUpClosed(Fact):
    """`outcome` is solved, partly, not_solvable or unreachable; `seconds_open` counts from the opening."""

    follow_up: int
    outcome: str
    seconds_open: int
    was_on_time: bool


@fact(
    "followup.reopened",
    family="feedback",
    icon="rotate-ccw",
    label=_("Follow-up reopened"),
    sentence=_("Follow-up reopened"),
)
class FollowUpReopened(Fact):
    follow_up: int


@fact(
    "followup.reasked",
    family="feedback",
    icon="send",
    label=_("Asked again"),
    sentence=_("Asked again after the follow-up"),
)
class FollowUpReasked(Fact):
    follow_up: int
    invitation: str


@fact(
    "followup.answered_again",
    family="feedback",
    icon="heart-pulse",
    label=_("Answered again"),
    sentence=_("Answered again with {score}, before: {first_score}"),
)
class FollowUpAnsweredAgain(Fact):
    """`has_recovered`: the score is higher than the first one and no longer a bad one."""

    follow_up: int
    measure: str
    score: int
    first_score: int
    has_recovered: bool


@fact(
    "followup.rule_changed",
    family="house",
    icon="list-checks",
    label=_("Follow-up rule changed"),
    sentence=_("Follow-up rule {rule} changed"),
)
class RuleChanged(Fact):
    rule: str


@fact("cause.changed", family="house", icon="git-branch", label=_("Cause changed"), sentence=_("Cause {cause} changed"))
class CauseChanged(Fact):
    cause: str


@fact(
    "story.published",
    family="house",
    icon="megaphone",
    label=_("“You said, we did” published"),
    sentence=_("Told in public: {title}"),
)
class StoryPublished(Fact):
    story: int
    title: str


@fact(
    "story.withdrawn",
    family="house",
    icon="megaphone-off",
    label=_("“You said, we did” withdrawn"),
    sentence=_("No longer told in public: {title}"),
)
class StoryWithdrawn(Fact):
    story: int
    title: str


@fact(
    "story.told",
    family="feedback",
    icon="mail-check",
    label=_("Told what was done"),
    sentence=_("Told what was done about it: {title}"),
)
class StoryTold(Fact):
    """A customer who had spoken of a cause was written to."""

    story: int
    title: str
