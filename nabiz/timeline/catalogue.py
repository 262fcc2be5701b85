"""Kinds of events that shops, billing systems and products send, and that no package owns yet."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact("order.placed", family="money", icon="shopping-cart", label=_("Order placed"), sentence=_("Ordered {items}"))
class OrderPlaced(Fact):
    order: str
    items: str = ""
    quantity: int = 1


@fact("order.paid", family="money", icon="credit-card", label=_("Order paid"), sentence=_("Paid order {order}"))
class OrderPaid(Fact):
    order: str
    items: str = ""
    quantity: int = 1
    margin: Decimal | None = None


@fact("order.shipped", family="money", icon="package", label=_("Order shipped"), sentence=_("Order {order} shipped"))
class OrderShipped(Fact):
    order: str
    carrier: str = ""


@fact(
    "order.delivered",
    family="money",
    icon="truck",
    label=_("Order delivered"),
    sentence=_("Order {order} delivered[, {days_late:days} late]"),
)
class OrderDelivered(Fact):
    order: str
    days_late: int = 0
    promised_on: date | None = None


@fact(
    "order.returned",
    family="money",
    icon="undo-2",
    label=_("Order returned"),
    sentence=_("Returned order {order}[: {reason}]"),
)
class OrderReturned(Fact):
    order: str
    reason: str = ""


@fact(
    "subscription.trial_started",
    family="money",
    icon="hourglass",
    label=_("Trial started"),
    sentence=_("Began a {trial_days}-day trial of {plan}"),
)
class TrialStarted(Fact):
    """`mrr` is what the subscription brings a month from here on; a trial brings nothing."""

    subscription: str
    plan: str
    trial_days: int = 14
    mrr: Decimal = Decimal(0)


@fact(
    "subscription.started",
    family="money",
    icon="circle-play",
    label=_("Subscription started"),
    sentence=_("Subscribed to {plan}"),
)
class SubscriptionStarted(Fact):
    subscription: str
    plan: str
    mrr: Decimal
    seats: int = 1
    product: str = ""


@fact(
    "subscription.changed",
    family="money",
    icon="arrow-left-right",
    label=_("Subscription changed"),
    sentence=_("Moved from {previous_plan} to {plan}"),
)
class SubscriptionChanged(Fact):
    subscription: str
    plan: str
    previous_plan: str
    mrr: Decimal
    previous_mrr: Decimal | None = None
    seats: int = 1
    product: str = ""


@fact(
    "subscription.ended",
    family="money",
    icon="circle-x",
    label=_("Subscription ended"),
    sentence=_("Left {plan}[: {reason}]"),
)
class SubscriptionEnded(Fact):
    """The end of what was paid for, or of a trial that was never paid (`was_trial`)."""

    subscription: str
    plan: str
    reason: str = ""
    was_trial: bool = False
    mrr: Decimal = Decimal(0)


@fact(
    "invoice.failed",
    family="money",
    icon="circle-alert",
    label=_("Payment failed"),
    sentence=_("Payment for invoice {invoice} failed"),
)
class InvoiceFailed(Fact):
    invoice: str


@fact("user.signed_up", family="usage", icon="user-plus", label=_("Signed up"), sentence=_("Signed up"))
class SignedUp(Fact):
    """The first day of somebody who can use the product, whether they pay or not."""


@fact("feature.used", family="usage", icon="music", label=_("Feature used"), sentence=_("Used {feature}"))
class FeatureUsed(Fact):
    feature: str
    count: int = 1


@fact("user.signed_in", family="usage", icon="log-in", label=_("Signed in"), sentence=_("Signed in"))
class SignedIn(Fact):
    device: str = ""


@fact("page.viewed", family="usage", icon="eye", label=_("Page viewed"), sentence=_("Looked at {title}"))
class PageViewed(Fact):
    path: str = ""
    title: str = ""
    referrer: str = ""


@fact("screen.viewed", family="usage", icon="smartphone", label=_("Screen viewed"), sentence=_("Opened {title}"))
class ScreenViewed(Fact):
    title: str = ""
