"""Names of the stages of a customer's journey. One that is not listed shows as itself."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

STAGES: dict[str, str | Promise] = {
    "discover": pgettext_lazy("stage", "Discovery"),
    "buy": pgettext_lazy("stage", "Buying"),
    "receive": pgettext_lazy("stage", "Delivery"),
    "start": pgettext_lazy("stage", "First steps"),
    "use": pgettext_lazy("stage", "Use"),
    "support": pgettext_lazy("stage", "Support"),
    "renew": pgettext_lazy("stage", "Renewal"),
}


def stage_label(name: str) -> str | Promise:
    return STAGES.get(name, name)
