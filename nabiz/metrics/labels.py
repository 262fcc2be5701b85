"""Names of groups and of their values, in the reader's language."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nabiz.customers.queries import visible_accounts, visible_segments
from nabiz.timeline.commands import Actor
from nabiz.ui.channels import channel_named
from nabiz.ui.stages import stage_label

GROUP_LABELS: dict[str, str | Promise] = {
    "segment": gettext_lazy("Segment"),
    "channel": gettext_lazy("Channel"),
    "stage": gettext_lazy("Stage"),
    "touchpoint": gettext_lazy("Touchpoint"),
    "language": gettext_lazy("Language"),
    "country": gettext_lazy("Country"),
    "account": gettext_lazy("Company"),
    "plan": gettext_lazy("Plan"),
    "feature": gettext_lazy("Feature"),
    "currency": gettext_lazy("Currency"),
    "queue": gettext_lazy("Queue"),
    "agent": gettext_lazy("Agent"),
    "measure": gettext_lazy("Question asked"),
    "score": gettext_lazy("Score"),
    "site": gettext_lazy("Site"),
    "stars": gettext_lazy("Stars"),
}
LANGUAGES: dict[str, str | Promise] = {"tr": gettext_lazy("Turkish"), "en": gettext_lazy("English")}


def value_labels(group: str, values: Iterable[str], member: Actor) -> Mapping[str, str]:
    """Each value of a group as it is shown. A value without a name shows as itself, the missing one as such."""
    wanted = list(values)
    named = _named(group, wanted, member)
    return {value: named.get(value) or value or _("not given") for value in wanted}


def _named(group: str, values: list[str], member: Actor) -> dict[str, str]:
    match group:
        case "segment":
            return dict(visible_segments(member).filter(slug__in=values).values_list("slug", "name"))
        case "account":
            numbers = [int(value) for value in values if value.isdecimal()]
            pairs = visible_accounts(member).filter(pk__in=numbers).values_list("pk", "name")
            return {str(number): name for number, name in pairs}
        case "channel":
            return {value: str(channel_named(value).label) for value in values if value}
        case "stage":
            return {value: str(stage_label(value)) for value in values if value}
        case "language":
            return {value: str(LANGUAGES.get(value, value)) for value in values}
    return {}
