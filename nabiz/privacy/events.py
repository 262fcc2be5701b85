from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nabiz.timeline.facts import Fact, fact

# What the facts `purpose` and `basis` say, in the reader's words.
SAID = (
    gettext_noop("service"),
    gettext_noop("research"),
    gettext_noop("marketing"),
    gettext_noop("contract"),
    gettext_noop("interest"),
    gettext_noop("consent"),
)


@fact(
    "consent.given",
    family="house",
    icon="badge-check",
    label=_("Consent given"),
    sentence=_("Agreed to be contacted: {purpose:words}"),
)
class ConsentGiven(Fact):
    """`purpose` is service, research or marketing; the event's channel is the one that was agreed to."""

    purpose: str


@fact(
    "consent.withdrawn",
    family="house",
    icon="badge-x",
    label=_("Consent withdrawn"),
    sentence=_("No longer wants to be contacted: {purpose:words}"),
)
class ConsentWithdrawn(Fact):
    purpose: str


@fact(
    "policy.changed",
    family="house",
    icon="scale",
    label=_("Contact policy changed"),
    sentence=_("{purpose:words}: now by {basis:words}"),
)
class PolicyChanged(Fact):
    purpose: str
    basis: str


@fact(
    "customer.copied",
    family="house",
    icon="package",
    label=_("Copy for the person"),
    sentence=_("Took out everything that is kept about customer {number}"),
)
class CustomerCopied(Fact):
    number: int


@fact(
    "retention.changed",
    family="house",
    icon="hourglass",
    label=_("Retention changed"),
    sentence=_("How long it is kept was changed: {what:words}"),
)
class RetentionChanged(Fact):
    """`rule` is the name of the rule, `what` what it is about. Without `days` it is kept until the person is erased."""

    rule: str
    what: str
    days: int | None = None


@fact(
    "retention.applied",
    family="house",
    icon="hourglass",
    label=_("Outdated data deleted"),
    sentence=_("{what:words}: {deleted} outdated ones deleted"),
)
class RetentionApplied(Fact):
    rule: str
    what: str
    deleted: int
    days: int
