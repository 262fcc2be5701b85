"""Numbers about one customer, each defined once, over the timeline: the last score, what they spent, what they pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.team.queries import company, zone_of


@dataclass(frozen=True)
class At:
    """The instant, the zone of its days and the currency that is counted: our own values, which go in as text."""

    now: datetime
    zone: ZoneInfo
    currency: str

    def moment(self, moment: datetime | None = None) -> str:
        return f"'{(moment or self.now).isoformat()}'::timestamptz"


def at_home(now: datetime | None = None) -> At:
    """This moment, or another, as the company sees it."""
    its = company()
    return At(now or timezone.now(), zone_of(None, its), its.currency if its else "")


@dataclass(frozen=True)
class Figure:
    """`sql` selects person and value. `adds_up`: an account's is the sum over its people, and who has none has 0."""

    label: str | Promise
    definition: str | Promise
    sql: str
    adds_up: bool

    def query(self, at: At, only: Sequence[int] | None = None) -> str:
        """Of everybody, or of the events of some customers only."""
        code = at.currency if at.currency.isalpha() else ""
        whose = "" if only is None else f"e.customer_id = ANY(ARRAY{[int(each) for each in only]}::bigint[]) AND "
        return self.sql.format(now=at.moment(), currency=f"'{code}'", whose=whose)


# Events of merged customers count for the one they became; what is dated later than now has not happened yet.
EVENTS = (
    "SELECT e.id, e.kind, e.happened_at, e.value, e.currency, e.facts, coalesce(c.merged_into_id, c.id) AS person "
    "FROM timeline_event e JOIN customers_customer c ON c.id = e.customer_id WHERE {whose}e.happened_at <= {now} AND "
)
_NUMBER = (
    "(CASE WHEN facts->>'{name}' ~ '^-?[0-9]{{{{1,15}}}}([.][0-9]{{{{1,15}}}})?$' THEN (facts->>'{name}')::numeric END)"
)
_SCORE, _MRR = _NUMBER.format(name="score"), _NUMBER.format(name="mrr")


def _last_score(measure: str) -> str:
    return (
        f"SELECT DISTINCT ON (person) person, {_SCORE} AS value FROM ({EVENTS} e.kind = 'survey.answered' "
        f"AND e.facts->>'measure' = '{measure}') AS event WHERE {_SCORE} IS NOT NULL "
        "ORDER BY person, happened_at DESC, id DESC"
    )


def _orders(what: str) -> str:
    return (
        f"SELECT person, {what} AS value FROM ({EVENTS} e.kind = 'order.paid' AND e.value > 0 "
        "AND coalesce(e.currency, '') IN ('', {currency}) AND e.happened_at > {now} - interval '12 months') AS event "
        "GROUP BY person"
    )


_SUBSCRIPTIONS = (
    f"SELECT person, sum({_MRR}) AS value FROM (SELECT DISTINCT ON "
    "(coalesce(nullif(facts->>'subscription', ''), 'customer ' || person)) * FROM "
    f"({EVENTS} e.kind IN ('subscription.trial_started', 'subscription.started', 'subscription.changed', "
    "'subscription.ended')) AS event ORDER BY coalesce(nullif(facts->>'subscription', ''), 'customer ' || person), "
    "happened_at DESC, id DESC) AS state WHERE kind IN ('subscription.started', 'subscription.changed') "
    "AND coalesce(currency, '') IN ('', {currency}) GROUP BY person"
)
_CONVERSATIONS = (
    "SELECT person, count(*) AS value FROM (SELECT DISTINCT ON (facts->>'conversation') * FROM "
    f"({EVENTS} e.kind IN ('conversation.opened', 'conversation.resolved', 'conversation.reopened')) AS event "
    "ORDER BY facts->>'conversation', happened_at DESC, id DESC) AS state "
    "WHERE kind <> 'conversation.resolved' GROUP BY person"
)
_QUIET = (
    f"SELECT person, floor(extract(epoch FROM {{now}} - max(happened_at)) / 86400) AS value FROM ({EVENTS} "
    "e.kind IN ('user.signed_in', 'feature.used', 'page.viewed', 'screen.viewed', 'order.placed', 'order.paid', "
    "'survey.answered', 'message.received', 'conversation.opened')) AS event GROUP BY person"
)

FIGURES: dict[str, Figure] = {
    "last_nps": Figure(_("Last NPS"), _("The newest answer from 0 to 10."), _last_score("nps"), False),
    "last_csat": Figure(_("Last CSAT"), _("The newest answer about satisfaction."), _last_score("csat"), False),
    "last_ces": Figure(_("Last CES"), _("The newest answer about effort."), _last_score("ces"), False),
    "order_value": Figure(
        _("Order value in 12 months"),
        _("What was paid for orders in the last 12 months, in the company's currency."),
        _orders("sum(value)"),
        True,
    ),
    "orders": Figure(_("Orders in 12 months"), _("Paid orders in the last 12 months."), _orders("count(*)"), True),
    "mrr": Figure(
        _("Current MRR"), _("What running subscriptions bring a month; trials bring nothing."), _SUBSCRIPTIONS, True
    ),
    "open_conversations": Figure(
        _("Open conversations"), _("Conversations that are not resolved."), _CONVERSATIONS, True
    ),
    "quiet_days": Figure(
        _("Days since last heard of"), _("Whole days since they last used, bought, wrote or answered."), _QUIET, False
    ),
}
