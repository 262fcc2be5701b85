"""Everybody who was asked, with the furthest that each has come."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nabiz.feedback.models import Invitation, Step, Survey
from nabiz.kernel.paging import Page, pack, unpack

ROWS = 100
_ORDER = list(Step.Kind)
_ANSWERED = Q(response__isnull=False)
_OVER = Q(steps__kind__in=(Step.Kind.BOUNCED, Step.Kind.DECLINED))
STATES: dict[str, Q] = {
    "answered": _ANSWERED,
    "declined": Q(steps__kind=Step.Kind.DECLINED),
    "bounced": Q(steps__kind=Step.Kind.BOUNCED),
}


def participants(survey: Survey, state: str = "") -> QuerySet[Invitation]:
    asked = Invitation.objects.of_people().filter(survey=survey).select_related("customer").prefetch_related("steps")
    if state == "silent":
        return asked.exclude(_ANSWERED).exclude(pk__in=Invitation.objects.filter(_OVER, survey=survey).values("pk"))
    return asked.filter(STATES[state]) if state in STATES else asked


def page_of_participants(survey: Survey, state: str, after: str = "", rows: int = ROWS) -> Page[dict[str, Any]]:
    """The newest first."""
    found = participants(survey, state)
    if key := unpack(after, int):
        found = found.filter(pk__lt=key[0])
    several = list(found.order_by("-pk")[: rows + 1])
    shown = several[:rows]
    return Page(rows_of(shown), pack(shown[-1].pk) if len(several) > rows else "")


def rows_of(invitations: Iterable[Invitation]) -> list[dict[str, Any]]:
    return [{"invitation": each, "state": _furthest(each)} for each in invitations]


def filters_of(survey: Survey) -> list[dict[str, Any]]:
    """How many there are in each state, as links to them."""
    counts = {name: Count("pk", filter=condition, distinct=True) for name, condition in STATES.items()}
    counted = Invitation.objects.of_people().filter(survey=survey).aggregate(all=Count("pk", distinct=True), **counts)
    counted["silent"] = participants(survey, "silent").count()
    labels = {
        "all": pgettext("invitations", "All"), "answered": pgettext("invitations", "Begun or answered"),
        "silent": _("No answer yet"), "declined": pgettext("invitations", "Declined"),
        "bounced": pgettext("invitations", "Undeliverable"),
    }  # fmt: skip
    return [{"key": "" if key == "all" else key, "label": label, "n": counted[key]} for key, label in labels.items()]


def _furthest(invitation: Invitation) -> Step.Kind | None:
    return max((Step.Kind(each.kind) for each in invitation.steps.all()), key=_ORDER.index, default=None)
