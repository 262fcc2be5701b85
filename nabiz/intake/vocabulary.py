"""Names of other people's specifications, and what they are called here. To add one, add a line."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spoken:
    """A kind of ours, and which of their properties carries which of our facts."""

    kind: str
    facts: dict[str, str] = field(default_factory=dict)


ORDER = {"order_id": "order", "orderId": "order"}
SUBSCRIPTION = {
    "subscription_id": "subscription",
    "subscriptionId": "subscription",
    "plan_name": "plan",
    "planName": "plan",
}

# In lower case. From Segment's e-commerce and B2B specifications, and RudderStack's where it says the same.
SPOKEN: dict[str, Spoken] = {
    "order placed": Spoken("order.placed", ORDER),
    "order completed": Spoken("order.paid", ORDER),
    "order paid": Spoken("order.paid", ORDER),
    "order shipped": Spoken("order.shipped", ORDER),
    "order fulfilled": Spoken("order.shipped", ORDER),
    "order delivered": Spoken("order.delivered", ORDER),
    "order refunded": Spoken("order.returned", ORDER),
    "order returned": Spoken("order.returned", ORDER),
    "trial started": Spoken("subscription.trial_started", SUBSCRIPTION),
    "subscription started": Spoken("subscription.started", SUBSCRIPTION),
    "subscription updated": Spoken("subscription.changed", SUBSCRIPTION),
    "subscription changed": Spoken("subscription.changed", SUBSCRIPTION),
    "subscription cancelled": Spoken("subscription.ended", SUBSCRIPTION),
    "subscription canceled": Spoken("subscription.ended", SUBSCRIPTION),
    "subscription ended": Spoken("subscription.ended", SUBSCRIPTION),
    "payment failed": Spoken("invoice.failed", {"invoice_id": "invoice", "invoiceId": "invoice"}),
    "feature used": Spoken("feature.used", {"feature_name": "feature", "featureName": "feature"}),
    "signed in": Spoken("user.signed_in"),
    "page viewed": Spoken("page.viewed"),
    "screen viewed": Spoken("screen.viewed"),
}

# What other systems call a channel of ours.
CHANNEL_SPOKEN = {"server": "api", "mobile": "app", "browser": "web", "website": "web"}

# Who sends: the channel of events that name none.
CHANNEL_OF_LIBRARY = {
    "analytics.js": "web",
    "analytics-next": "web",
    "rudderlabs javascript sdk": "web",
    "analytics-ios": "app",
    "analytics-swift": "app",
    "analytics-android": "app",
    "analytics-kotlin": "app",
    "analytics-react-native": "app",
    "analytics-flutter": "app",
}
