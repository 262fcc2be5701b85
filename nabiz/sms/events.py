from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact(
    "sms.gateway_changed",
    family="house",
    icon="message-square-text",
    label=_("Gateway for short messages changed"),
    sentence=_("Short messages leave through {provider}"),
)
class GatewayChanged(Fact):
    """`provider` is empty where none is left."""

    provider: str
