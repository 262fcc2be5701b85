from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact(
    "payment.disputed",
    family="money",
    icon="scale",
    label=_("Payment disputed"),
    sentence=_("Disputed payment {order}: {status}"),
)
class PaymentDisputed(Fact):
    """A customer asks their bank to take a payment back. `status` is opened, won, lost or what the bank calls it."""

    order: str
    status: str
    reason: str = ""


@fact("connector.created", family="house", icon="plug", label=_("Connector made"), sentence=_("Connector {name} made"))
class ConnectorCreated(Fact):
    name: str


@fact(
    "connector.changed",
    family="house",
    icon="plug",
    label=_("Connector changed"),
    sentence=_("Connector {name} changed[: {what}]"),
)
class ConnectorChanged(Fact):
    """`what` is settings, mapping, paused, resumed or secret; the secret itself is never part of a fact."""

    name: str
    what: str = ""


@fact(
    "connector.removed",
    family="house",
    icon="unplug",
    label=_("Connector removed"),
    sentence=_("Connector {name} removed"),
)
class ConnectorRemoved(Fact):
    name: str
