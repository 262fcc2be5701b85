from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nabiz.timeline.facts import Fact, fact

# What `fields` and `told` may name beside traits.
FIELDS = (
    gettext_noop("name"),
    gettext_noop("account"),
    gettext_noop("owner"),
    gettext_noop("language"),
    gettext_noop("country"),
    gettext_noop("domain"),
    gettext_noop("traits"),
)

# What identities are, and what members say of them.
JUDGED = (
    gettext_noop("email"),
    gettext_noop("phone"),
    gettext_noop("handle"),
    gettext_noop("shared"),
    gettext_noop("personal"),
    gettext_noop("left to the rules"),
)


@fact("note.written", family="house", icon="notebook-pen", label=_("Note"), sentence=_("Private note"))
class NoteWritten(Fact):
    text: str


@fact(
    "customer.changed",
    family="house",
    icon="pencil",
    label=_("Customer changed"),
    sentence=_("Details changed: {fields:words}"),
)
class CustomerChanged(Fact):
    """`fields` are the names of the columns, never what stands in them."""

    fields: str


@fact(
    "account.changed",
    family="house",
    icon="building-2",
    label=_("Account changed"),
    sentence=_("Details of the account changed: {fields:words}"),
)
class AccountChanged(Fact):
    fields: str


@fact(
    "customer.erased",
    family="house",
    icon="eraser",
    label=_("Customer erased"),
    sentence=_("Customer {number} erased, with {events} events"),
)
class CustomerErased(Fact):
    """Nothing personal: the number is all that the audit trail keeps."""

    number: int
    events: int


@fact(
    "customers.exported",
    family="house",
    icon="download",
    label=_("Customers exported"),
    sentence=_("Took {rows} customers out as a file"),
)
class CustomersExported(Fact):
    rows: int


@fact(
    "segment.created", family="house", icon="funnel", label=_("Segment created"), sentence=_("Segment {segment} made")
)
class SegmentCreated(Fact):
    segment: str


@fact(
    "segment.deleted",
    family="house",
    icon="funnel-x",
    label=_("Segment deleted"),
    sentence=_("Segment {segment} deleted"),
)
class SegmentDeleted(Fact):
    segment: str


@fact(
    "segment.changed",
    family="house",
    icon="funnel",
    label=_("Segment changed"),
    sentence=_("Segment {segment} changed"),
)
class SegmentChanged(Fact):
    """From here on other customers are meant; who was in it until then stays known."""

    segment: str


@fact(
    "segment.joined",
    family="house",
    icon="log-in",
    label=_("Joined a segment"),
    sentence=_("Is in the segment {segment} from here on"),
)
class SegmentJoined(Fact):
    """Not written when a segment is first counted, nor when very many move at once; the memberships know them all."""

    segment: str


@fact(
    "segment.left",
    family="house",
    icon="log-out",
    label=_("Left a segment"),
    sentence=_("Is no longer in the segment {segment}"),
)
class SegmentLeft(Fact):
    segment: str


@fact(
    "customer.identified",
    family="house",
    icon="id-card",
    label=_("Customer identified"),
    sentence=_("A source told us more: {told:words}"),
)
class CustomerIdentified(Fact):
    """`told` names what was new, never what stands in it. Being told the same again is no event."""

    told: str


@fact(
    "customer.merged",
    family="house",
    icon="merge",
    label=_("Customers merged"),
    sentence=_("Customer {other} turned out to be the same person"),
)
class CustomerMerged(Fact):
    """`reason` is an identity's kind or "alias" where a source showed it, else what the member wrote."""

    other: int
    reason: str = ""


@fact(
    "customer.parted",
    family="house",
    icon="split",
    label=_("Merge taken back"),
    sentence=_("Customer {other} is a person of their own again"),
)
class CustomerParted(Fact):
    other: int


@fact(
    "customer.identity_judged",
    family="house",
    icon="users",
    label=_("Identity judged"),
    sentence=_("Identity judged: {identity:words}, {verdict:words}"),
)
class IdentityJudged(Fact):
    """`verdict`: shared by several people, personal, or left to the rules again. Never the address itself."""

    identity: str
    verdict: str
