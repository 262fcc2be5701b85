"""What can be done to teams. Each is atomic, harmless when repeated, and says what happened."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabiz.team.commands import Refused
from nabiz.team.events import TeamDisbanded, TeamFormed, TeamJoined, TeamLeft, TeamRenamed
from nabiz.team.models import Member, Membership, Team
from nabiz.timeline.commands import announce


class NameTaken(Refused):
    def __init__(self) -> None:
        super().__init__(_("There is a team of this name already."))


@transaction.atomic
def form_team(name: str, *, by: Member) -> Team:
    """A team without members. Raises NameTaken."""
    name = name.strip()
    team, is_new = Team.objects.get_or_create(name=name)
    if not is_new:
        raise NameTaken
    announce(TeamFormed(team=name), by=by)
    return team


@transaction.atomic
def rename_team(team: Team, name: str, *, by: Member) -> Team:
    """Raises NameTaken."""
    name, previous = name.strip(), team.name
    if name != previous:
        if Team.objects.filter(name=name).exclude(pk=team.pk).exists():
            raise NameTaken
        team.name = name
        team.save(update_fields=["name"])
        announce(TeamRenamed(team=name, previous_name=previous), by=by)
    return team


@transaction.atomic
def set_members(team: Team, members: Iterable[Member], *, by: Member) -> Team:
    """Exactly these are in the team from now on. Who has left the company stays in it unless taken out."""
    wanted = {member.pk: member for member in members}
    there = {each.member_id: each for each in team.memberships.select_related("member").select_for_update(of=("self",))}
    for pk, member in wanted.items():
        if pk not in there:
            Membership.objects.create(team=team, member=member)
            announce(TeamJoined(team=team.name, email=member.email, member=pk), by=by)
    for pk, membership in there.items():
        if pk not in wanted and membership.member.is_active:
            membership.delete()
            announce(TeamLeft(team=team.name, email=membership.member.email, member=pk), by=by)
    return team


@transaction.atomic
def disband_team(team: Team, *, by: Member) -> None:
    """Its members stay members; what they own stays theirs."""
    if team.pk and Team.objects.filter(pk=team.pk).delete()[0]:
        announce(TeamDisbanded(team=team.name), by=by)
