"""What happens on these pages, for the audit trail."""

from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact(
    "team.scope_changed",
    family="house",
    icon="scan-eye",
    label=_("What a team looks after has changed"),
    sentence=_("Changed what the team {team} looks after"),
)
class ScopeChanged(Fact):
    team: str
