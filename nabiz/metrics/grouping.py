"""What rows are told apart by: the groups and filters of a question, the windows, the currency."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import ibis

from nabiz.metrics.questions import Question
from nabiz.metrics.tables import CALENDAR, CUSTOMERS, MEMBERSHIPS, SEGMENTS, WINDOWS
from nabiz.metrics.windows import offsets

SECONDS_IN_A_DAY = 86_400
_OF_CUSTOMER = {"language", "country", "account"}
_OF_ROW = {"channel", "stage", "touchpoint", "plan", "feature", "queue", "agent", "measure", "score", "site", "stars"}


def naive(moment: datetime) -> datetime:
    """The instant as the mirror's columns hold it: UTC without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def apart(question: Question) -> list[str]:
    """The columns that answers are told apart by: the window's number, and one for each group."""
    return [*(["period"] if question.grain else []), *(f"by_{name}" for name in question.by)]


def each_window(question: Question) -> list[str]:
    """The same, with the window's number also where all is one window."""
    return list(dict.fromkeys(["period", *apart(question)]))


def wanted(question: Question) -> list[str]:
    """Groups that need a column: those asked for, and those filtered by. A segment filter alone needs none."""
    filtered = [name for name, _ in question.filters if name != "segment"]
    return list(dict.fromkeys([*question.by, *filtered]))


def within(rows: Any, question: Question) -> Any:
    """The rows that happened in the question's time."""
    return rows.filter(rows.happened_at >= naive(question.start), rows.happened_at < naive(question.end))


def in_one_currency(rows: Any, question: Question) -> Any:
    """Money in another currency than the company's is left out, unless the question itself speaks of currencies."""
    if "currency" in wanted(question):
        return rows
    return rows.filter(is_at_home(rows.currency, question))


def is_at_home(currency: Any, question: Question) -> Any:
    return currency.fill_null("").isin(["", question.currency])


def grouped(rows: Any, names: Iterable[str], question: Question) -> Any:
    """The rows with a column by_… for each of the groups. A customer in two segments becomes two rows."""
    asked = set(names)
    if asked & _OF_CUSTOMER:
        rows = _with_customer(rows, asked & _OF_CUSTOMER)
    for name in sorted(asked & _OF_ROW):
        rows = rows.mutate(**{f"by_{name}": rows[name].cast("string").fill_null("")})
    if "currency" in asked:
        rows = rows.mutate(by_currency=rows.currency.fill_null("").nullif("").fill_null(question.currency))
    if "segment" in asked:
        rows = _with_segment(rows, question)
    return rows


def chosen(rows: Any, question: Question, *, but: Iterable[str] = ()) -> Any:
    """The rows that pass the question's filters; those for `but` are left to whoever asks."""
    for name, values in question.filters:
        if name == "segment" and "segment" not in question.by:
            # Not a join: a customer in two of the chosen segments counts once.
            rows = _in_segments(rows, values, question)
        elif name not in but:
            rows = rows.filter(rows[f"by_{name}"].isin(values))
    return rows


def with_day(rows: Any, question: Question) -> Any:
    """Each row with the number of its local day: exact in every zone and across clock changes."""
    ahead = offsets(question.windows[0].zone, question.start, question.end)
    *changes, (_, last) = ahead
    seconds = ibis.literal(last)
    if changes:
        branches = [(rows.happened_at < naive(until), offset) for until, offset in changes]
        seconds = ibis.cases(*branches, else_=last)
    day = (rows.happened_at.epoch_seconds() + seconds) // SECONDS_IN_A_DAY
    return rows.mutate(day=day.cast("int64"))


def in_windows(rows: Any, question: Question) -> Any:
    """Each row with its window's number, by its local day."""
    return with_day(rows, question).join(CALENDAR, "day")


def with_window(rows: Any) -> Any:
    """Each row that has a window's number with that window's instants `starts` and `ends`."""
    return rows.join(WINDOWS, "period")


def _with_segment(rows: Any, question: Question) -> Any:
    if question.membership == "now":
        return rows.join(SEGMENTS.rename(by_segment="segment"), "customer_id")
    stretches = MEMBERSHIPS.rename(
        by_segment="segment", of_member="customer_id", member_since="since", member_until="until"
    )
    return rows.join(stretches, _was_in(rows, stretches)).drop("of_member", "member_since", "member_until")


def _in_segments(rows: Any, values: Iterable[str], question: Question) -> Any:
    if question.membership == "now":
        return rows.semi_join(SEGMENTS.filter(SEGMENTS.segment.isin(values)), "customer_id")
    stretches = MEMBERSHIPS.filter(MEMBERSHIPS.segment.isin(values))
    stretches = stretches.rename(of_member="customer_id", member_since="since", member_until="until")
    return rows.semi_join(stretches, _was_in(rows, stretches))


def _was_in(rows: Any, stretches: Any) -> list[Any]:
    at = rows.happened_at
    return [rows.customer_id == stretches.of_member, at >= stretches.member_since, at < stretches.member_until]


def _with_customer(rows: Any, names: set[str]) -> Any:
    known = CUSTOMERS.select("customer_id", of_language="language", of_country="country", of_account="account_id")
    joined = rows.left_join(known, "customer_id")
    found = {
        "language": joined.of_language.fill_null(""),
        "country": joined.of_country.fill_null(""),
        # An account that the customer joined later owns what happened before, too.
        "account": joined.of_account.coalesce(joined.account_id).cast("string").fill_null(""),
    }
    added = joined.mutate(**{f"by_{name}": found[name] for name in sorted(names)})
    return added.drop("customer_id_right", "of_language", "of_country", "of_account")
