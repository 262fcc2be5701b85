"""What a member may see of connectors and of what came through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Case, Count, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.connectors.answers import SENTENCES
from nabiz.connectors.boxes import opened
from nabiz.connectors.models import Connector, Delivery, Run, WatchedFile
from nabiz.connectors.previewing import sample_of
from nabiz.connectors.stripe.messages import Unusable
from nabiz.team.boxes import Unreadable
from nabiz.team.queries import home_zone

if TYPE_CHECKING:
    from nabiz.team.models import Member

SHOWN = 50
COUNTED = ("today", "parked", "waiting")
State = Literal["good", "bad", "warn", "none"]


@dataclass(frozen=True)
class ConnectorLine:
    """A connector, how it does in a word, and what came today by the company's calendar."""

    connector: Connector
    state: State
    word: str
    problem: str
    today: int
    parked: int
    waiting: int


def visible_connectors(member: "Member") -> QuerySet[Connector]:
    return Connector.objects.all() if member.can("connect") else Connector.objects.none()


def visible_deliveries(member: "Member", connector: Connector) -> QuerySet[Delivery]:
    """Newest first, without their bodies."""
    found = Delivery.objects.filter(connector=connector, connector__in=visible_connectors(member))
    return found.select_related("connector").order_by("-pk")


def runs_of(connector: Connector) -> QuerySet[Run]:
    return Run.objects.filter(connector=connector).order_by("-pk")


def files_of(connector: Connector) -> QuerySet[WatchedFile]:
    """Those with a problem first, then the newest."""
    return WatchedFile.objects.filter(connector=connector).order_by(
        Case(When(problem="", then=1), default=0), "-taken_at", "-pk"
    )


def connector_lines(member: "Member", only: Sequence[Connector] | None = None) -> list[ConnectorLine]:
    connectors = list(visible_connectors(member)) if only is None else only
    found = (
        Delivery.objects.filter(connector__in=connectors)
        .values_list("connector")
        .annotate(
            today=Count("pk", filter=Q(received_at__gte=_midnight())),
            parked=Count("pk", filter=Q(state=Delivery.State.PARKED)),
            waiting=Count("pk", filter=Q(state=Delivery.State.WAITING)),
        )
    )
    counts = {number: dict(zip(COUNTED, rest, strict=True)) for number, *rest in found}
    none = dict.fromkeys(COUNTED, 0)
    return [_line(connector, counts.get(connector.pk, none)) for connector in connectors]


def problem_in_words(connector: Connector) -> str:
    return str(SENTENCES[connector.problem][1]) if connector.problem in SENTENCES else connector.problem


def findings(connector: Connector) -> list[str]:
    """What stands in the way, a sentence each; empty where all is well."""
    found = []
    try:
        if connector.receives and not opened(connector.secrets).get("secret"):
            found.append(_("There is no secret yet, so everything is refused."))
    except Unreadable:
        found.append(_("The secret was encrypted with another key of this installation. Enter it again."))
    if connector.receives and urlsplit(settings.PUBLIC_URL).hostname in ("localhost", "127.0.0.1"):
        found.append(_("Others cannot reach this installation: set NABIZ_URL to the address that they see."))
    if connector.waits_for_mapping:
        found.append(_("There is no mapping yet, so what comes waits."))
    if not connector.receives:
        try:
            sample_of(connector)
        except (Unusable, Unreadable) as problem:
            found.append(str(problem))
    if connector.receives and not Delivery.objects.filter(connector=connector).exists():
        found.append(_("Nothing has come yet."))
    return found


def _line(connector: Connector, counts: dict[str, int]) -> ConnectorLine:
    state, word = _state(connector, counts["parked"])
    problem = problem_in_words(connector) if _is_troubled(connector) else ""
    return ConnectorLine(connector, state, word, problem, counts["today"], counts["parked"], counts["waiting"])


def _state(connector: Connector, parked: int) -> tuple[State, str]:
    if connector.paused_at:
        return "none", _("paused")
    if _is_troubled(connector):
        return "bad", _("has a problem")
    if connector.waits_for_mapping:
        return "warn", _("waits for a mapping")
    if parked:
        return "warn", _("something is parked")
    return ("good", _("works")) if connector.heard_at else ("none", _("nothing yet"))


def _is_troubled(connector: Connector) -> bool:
    """A problem counts until something went well after it."""
    its_at = connector.problem_at
    return bool(connector.problem and its_at and not (connector.heard_at and connector.heard_at > its_at))


def _midnight() -> datetime:
    now = timezone.now().astimezone(home_zone())
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
