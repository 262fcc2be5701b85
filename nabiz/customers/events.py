from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


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
    label=_("Company changed"),
    sentence=_("Details of the company changed: {fields:words}"),
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
    "segment.created", family="house", icon="filter", label=_("Segment created"), sentence=_("Segment {segment} made")
)
class SegmentCreated(Fact):
    segment: str


@fact(
    "segment.deleted",
    family="house",
    icon="filter-x",
    label=_("Segment deleted"),
    sentence=_("Segment {segment} deleted"),
)
class SegmentDeleted(Fact):
    segment: str
