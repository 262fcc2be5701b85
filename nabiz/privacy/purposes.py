"""What a person is contacted for and by which means, and on what ground each is allowed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nabiz.customers.addresses import EMAIL, PHONE


class Purpose(TextChoices):
    SERVICE = "service", pgettext_lazy("purpose", "Service messages")
    RESEARCH = "research", pgettext_lazy("purpose", "Surveys and research")
    MARKETING = "marketing", pgettext_lazy("purpose", "Marketing")


class Way(TextChoices):
    """The channels that one can be contacted on, named as everywhere else."""

    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    SMS = "sms", _("SMS")
    PHONE = "phone", pgettext_lazy("channel", "Phone")
    WHATSAPP = "whatsapp", "WhatsApp"
    WEB = "web", _("Web")
    PUSH = "push", pgettext_lazy("channel", "Push message")


class Basis(TextChoices):
    CONTRACT = "contract", _("Contract: on, as the service needs it, until the person objects")
    INTEREST = "interest", _("Legitimate interest: on until the person objects")
    CONSENT = "consent", _("Explicit consent: off until the person agrees")


class Source(TextChoices):
    """Where a consent was taken, by the codes of İYS, the Turkish register of commercial messages."""

    WEB = "HS_WEB", _("Website")
    MOBILE = "HS_MOBIL", _("Mobile app")
    EMAIL = "HS_EPOSTA", pgettext_lazy("consent", "E-mail")
    MESSAGE = "HS_MESAJ", _("Short message")
    CALL_CENTRE = "HS_CAGRI_MERKEZI", _("Call centre")
    SIGNATURE = "HS_ISLAK_IMZA", _("Signed paper")
    PREMISES = "HS_FIZIKSEL_ORTAM", _("On the premises")
    OCCASION = "HS_ETKINLIK", _("At an event")
    SOCIAL = "HS_SOSYAL_MEDYA", _("Social media")
    ELECTRONIC = "HS_EORTAM", _("Another electronic medium")
    ATM = "HS_ATM", _("Cash machine")
    RULING = "HS_KARAR", _("Court or authority")
    BEFORE = "HS_2015", _("Before 1 May 2015")


class Recipient(TextChoices):
    PRIVATE = "BIREYSEL", _("Private person")
    MERCHANT = "TACIR", _("Merchant")


class Blocked(TextChoices):
    BOUNCE = "bounce", _("Bounced")
    COMPLAINT = "complaint", _("Reported as spam")


DEFAULTS = {
    Purpose.SERVICE: Basis.CONTRACT,
    Purpose.RESEARCH: Basis.INTEREST,
    Purpose.MARKETING: Basis.CONSENT,
}
ADDRESS_OF = {
    Way.EMAIL: EMAIL,
    Way.SMS: PHONE,
    Way.PHONE: PHONE,
    Way.WHATSAPP: PHONE,
}
AT_ANY_HOUR = frozenset({Way.EMAIL, Way.WEB})  # they wait until they are read; the others ring
