"""What happens in the house: facts for the audit trail. None carries a password, a token or an address of a machine."""

from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact(
    "member.invited",
    family="house",
    icon="mail-plus",
    label=_("Member invited"),
    sentence=_("Invited {email} as {role}"),
)
class MemberInvited(Fact):
    email: str
    role: str


@fact(
    "member.invitation_revoked",
    family="house",
    icon="mail-x",
    label=_("Invitation taken back"),
    sentence=_("Took back the invitation of {email}"),
)
class InvitationRevoked(Fact):
    email: str


@fact(
    "member.joined", family="house", icon="user-plus", label=_("Member joined"), sentence=_("{email} joined as {role}")
)
class MemberJoined(Fact):
    email: str
    role: str
    member: int


@fact(
    "member.role_changed",
    family="house",
    icon="user-cog",
    label=_("Role changed"),
    sentence=_("{email} is {role} now, before: {previous_role}"),
)
class RoleChanged(Fact):
    email: str
    role: str
    previous_role: str
    member: int


@fact(
    "member.deactivated",
    family="house",
    icon="user-x",
    label=_("Member deactivated"),
    sentence=_("Deactivated {email}"),
)
class MemberDeactivated(Fact):
    email: str
    member: int


@fact(
    "member.reactivated",
    family="house",
    icon="user-check",
    label=_("Member reactivated"),
    sentence=_("Reactivated {email}"),
)
class MemberReactivated(Fact):
    email: str
    member: int


@fact("member.signed_in", family="house", icon="log-in", label=_("Signed in"), sentence=_("Signed in"))
class MemberSignedIn(Fact):
    """`by_means_of` is "password", "passkey" or "sso"."""

    by_means_of: str = "password"


@fact(
    "member.sign_in_failed",
    family="house",
    icon="shield-alert",
    label=_("Sign-in failed"),
    sentence=_("A wrong password was tried for {email}"),
)
class SignInFailed(Fact):
    email: str
    member: int


@fact(
    "member.password_changed",
    family="house",
    icon="key-round",
    label=_("Password changed"),
    sentence=_("Has a new password"),
)
class PasswordChanged(Fact):
    pass


@fact(
    "member.second_factor_added",
    family="house",
    icon="shield-check",
    label=_("Second factor added"),
    sentence=_("Added a second factor: {factor}"),
)
class SecondFactorAdded(Fact):
    """`factor` is "totp", "passkey" or "recovery_codes"."""

    factor: str


@fact(
    "member.second_factor_removed",
    family="house",
    icon="shield-off",
    label=_("Second factor removed"),
    sentence=_("Removed a second factor: {factor}"),
)
class SecondFactorRemoved(Fact):
    factor: str


@fact("company.founded", family="house", icon="building-2", label=_("Company set up"), sentence=_("Set up {company}"))
class CompanyFounded(Fact):
    company: str


@fact(
    "company.changed",
    family="house",
    icon="building-2",
    label=_("Company settings changed"),
    sentence=_("Changed the company: {fields}"),
)
class CompanyChanged(Fact):
    """`fields` names what changed, comma between them."""

    fields: str


@fact("team.formed", family="house", icon="users-round", label=_("Team formed"), sentence=_("Formed the team {team}"))
class TeamFormed(Fact):
    team: str


@fact(
    "team.renamed",
    family="house",
    icon="users-round",
    label=_("Team renamed"),
    sentence=_("Renamed the team {previous_name} to {team}"),
)
class TeamRenamed(Fact):
    team: str
    previous_name: str


@fact(
    "team.joined",
    family="house",
    icon="user-plus",
    label=_("Put into a team"),
    sentence=_("Put {email} into the team {team}"),
)
class TeamJoined(Fact):
    team: str
    email: str
    member: int


@fact(
    "team.left",
    family="house",
    icon="user-minus",
    label=_("Taken out of a team"),
    sentence=_("Took {email} out of the team {team}"),
)
class TeamLeft(Fact):
    team: str
    email: str
    member: int


@fact(
    "team.disbanded",
    family="house",
    icon="users-round",
    label=_("Team disbanded"),
    sentence=_("Disbanded the team {team}"),
)
class TeamDisbanded(Fact):
    team: str
