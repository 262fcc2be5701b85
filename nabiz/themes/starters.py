"""The themes that are there before anything was discovered: by the words in `nabiz.language`, and the general ones."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nabiz.themes.models import Theme

NAMED: dict[str, Promise] = {
    "delivery": pgettext_lazy("theme", "Delivery"),
    "product": pgettext_lazy("theme", "Product"),
    "price": pgettext_lazy("theme", "Price"),
    "support": pgettext_lazy("theme", "Support"),
    "app": pgettext_lazy("theme", "App and site"),
    "return": pgettext_lazy("theme", "Returns"),
    "billing": pgettext_lazy("theme", "Payment and invoice"),
}
# In the order of the ids that a model of themes gives them: 1, 2 and 3.
GENERAL: dict[str, Promise] = {
    "praise": _("Praise without a reason"),
    "complaint": _("Complaint without a reason"),
    "other": pgettext_lazy("theme", "Something else"),
}


def label_of(key: str) -> str:
    found = NAMED.get(key) or GENERAL.get(key)
    return str(found) if found else ""


def starters() -> dict[str, Theme]:
    """The rows of these themes by key, made where they are missing."""
    known = {theme.key: theme for theme in Theme.objects.exclude(key="")}
    missing = [key for key in (*NAMED, *GENERAL) if key not in known]
    if missing:
        numbers = {key: place + 1 for place, key in enumerate(GENERAL)}
        Theme.objects.bulk_create([Theme(key=key, number=numbers.get(key)) for key in missing], ignore_conflicts=True)
        known = {theme.key: theme for theme in Theme.objects.exclude(key="")}
    return known
