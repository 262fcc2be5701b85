"""Sign, name and hue of each channel. A name that is not listed shows as itself."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Channel:
    """`hue` is the end of the token's name: --channel-<hue>, and of the class .channel--<hue>."""

    name: str
    label: str | Promise
    icon: str
    hue: str


CHANNELS: dict[str, Channel] = {
    channel.name: channel
    for channel in (
        Channel("email", pgettext_lazy("channel", "E-mail"), "mail", "email"),
        Channel("chat", _("Chat"), "message-circle", "chat"),
        Channel("phone", pgettext_lazy("channel", "Phone"), "phone", "phone"),
        Channel("sms", _("SMS"), "message-square-text", "sms"),
        Channel("whatsapp", "WhatsApp", "message-circle-more", "whatsapp"),
        Channel("web", _("Web"), "globe", "web"),
        Channel("app", pgettext_lazy("channel", "App"), "smartphone", "app"),
        Channel("courier", pgettext_lazy("channel", "Courier"), "truck", "store"),
        Channel("store", pgettext_lazy("channel", "Store"), "store", "store"),
        Channel("social", _("Social media"), "share-2", "social"),
        Channel("review", pgettext_lazy("channel", "Review"), "star", "review"),
        Channel("survey", pgettext_lazy("channel", "Survey"), "clipboard-list", "survey"),
        Channel("qr", pgettext_lazy("channel", "QR code"), "qr-code", "store"),
        Channel("api", "API", "webhook", "api"),
    )
}


def channel_named(name: str) -> Channel:
    return CHANNELS.get(name) or Channel(name, name, "circle-dot", "api")
