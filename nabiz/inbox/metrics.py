"""How fast, how well and at what cost customers are helped, as numbers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.inbox import sources
from nabiz.inbox.estimators import (
    SECONDS_IN_AN_HOUR,
    compare_medians,
    compare_tails,
    hours_until,
    mean_difference,
    mean_of,
    powers_of,
)
from nabiz.inbox.sources import STILL_RUNNING, waited
from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import share, share_difference
from nabiz.metrics.sources import EventRows

CONVERSATIONS = ngettext_lazy("%(shown)s conversation", "%(shown)s conversations", "n")
WEIGHTS = {"repeats": (3, 3), "switches": (2, 2), "transfers": (2, 3), "asked_again": (1, 3)}  # weight, counted up to
HARDEST = sum(weight * most for weight, most in WEIGHTS.values())
FEWEST_OF_A_TAIL = 50  # below, bounds do not hold as often as they promise where a few cases decide
worked = EventRows(sources.stretches, ("support",), reach="onward", watches_clock=True)
settled = EventRows(sources.resolutions, ("support",), reach="onward", watches_clock=True)
settled_first = EventRows(sources.first_resolutions, ("support",), reach="before")
cared = EventRows(sources.matters, ("support",), reach="around", watches_clock=True)


@metric(
    over=waited,
    unit="hours",
    better="lower",
    label=_("First response"),
    formula=_("median of the hours from opening to the first reply by a person, unanswered ones counted as waiting on"),
    counted=CONVERSATIONS,
    estimate=hours_until(0.5),
    difference=compare_medians,
    order=44,
    per=("seconds",),
    undefined=_("More than half are still without a reply, so there is no median yet."),
    shows=("conversation", "was_answered", "seconds"),
    scale=(0, None),
)
def first_response(opened: Rows) -> Counts:
    """Hours after which half of the conversations opened in the period had a first reply. Only replies that a person
    wrote for the customer to see count, neither automatic ones nor private notes. Unanswered conversations count as
    waiting until they were resolved, or until now (Kaplan–Meier)."""
    return {"ended": opened.was_answered.sum(), "lasting": (~opened.was_answered).sum()}


@metric(
    over=waited,
    unit="share",
    better="higher",
    label=_("First responses on time"),
    formula=_("answered within the target ÷ (answered within it + past it)"),
    counted=CONVERSATIONS,
    estimate=share("met", "due"),
    difference=share_difference("met", "due"),
    order=46,
    matures=STILL_RUNNING,
    shows=("conversation", "was_answered", "answer_within", "seconds"),
    behind=lambda opened: opened.answer_within > 0,
    scale=(0, 1),
)
def first_response_sla(opened: Rows) -> Counts:
    """Share of conversations that had their first reply by a person within the promised time. Who waits beyond it
    counts as missed at once; who still waits within it does not count yet. Nights and weekends count."""
    return _on_time(opened.was_answered, opened.seconds, opened.answer_within)


@metric(
    over=worked,
    unit="hours",
    better="lower",
    label=_("Time to resolution"),
    formula=_("median of the hours from opening to resolution, open conversations counted as lasting on"),
    counted=CONVERSATIONS,
    estimate=hours_until(0.5),
    difference=compare_medians,
    order=50,
    per=("seconds",),
    undefined=_("More than half are still open, so there is no median yet."),
    shows=("conversation", "resolved_at", "seconds"),
)
def time_to_resolution(handled: Rows) -> Counts:
    """Hours after which half of the conversations opened in the period were settled. Open ones count as lasting until
    now (Kaplan–Meier), so that a backlog cannot make the number look good. A reopened conversation counts again, from
    its reopening."""
    return _ended(handled)


@metric(
    over=worked,
    unit="hours",
    better="lower",
    label=_("Time to resolution, slowest tenth"),
    formula=_("90th percentile of the hours from opening to resolution, open conversations counted as lasting on"),
    counted=CONVERSATIONS,
    estimate=hours_until(0.9),
    difference=compare_tails(0.9),
    order=51,
    fewest=FEWEST_OF_A_TAIL,
    per=("seconds",),
    undefined=_("More than a tenth are still open, so it is not known yet."),
    shows=("conversation", "resolved_at", "seconds"),
    scale=(0, None),
)
def time_to_resolution_p90(handled: Rows) -> Counts:
    """Hours after which nine of ten conversations opened in the period were settled: one of ten waited longer. Open
    ones count as lasting until now (Kaplan–Meier). A reopened conversation counts again, from its reopening."""
    return _ended(handled)


@metric(
    over=worked,
    unit="hours",
    better="lower",
    label=_("Mean time to resolution (MTTR)"),
    formula=_("sum of the hours from opening to resolution ÷ settled conversations"),
    counted=ngettext_lazy("%(shown)s settled conversation", "%(shown)s settled conversations", "n"),
    estimate=mean_of(1 / SECONDS_IN_AN_HOUR),
    difference=mean_difference(1 / SECONDS_IN_AN_HOUR),
    order=51,
    fewest=FEWEST_OF_A_TAIL,
    shows=("conversation", "resolved_at", "seconds"),
    behind=lambda handled: handled.resolved_at.notnull(),
    scale=(0, None),
)
def mean_time_to_resolution(handled: Rows) -> Counts:
    """Hours from opening to resolution, on average over the conversations opened in the period that were settled. Open
    ones are not in it, so a backlog makes it look better than it is, and a few endless ones make it worse: the median
    and the slowest tenth tell more."""
    return powers_of(handled.seconds, handled.resolved_at.notnull())


@metric(
    over=worked,
    unit="share",
    better="higher",
    label=_("Resolved on time (SLA)"),
    formula=_("resolved within the target ÷ (resolved within it + past it)"),
    counted=CONVERSATIONS,
    estimate=share("met", "due"),
    difference=share_difference("met", "due"),
    order=52,
    matures=STILL_RUNNING,
    shows=("conversation", "resolved_at", "resolve_within", "seconds"),
    behind=lambda handled: handled.resolve_within > 0,
    scale=(0, 1),
)
def sla_attainment(handled: Rows) -> Counts:
    """Share of conversations with a promised time that were settled within it. An open one past it counts as missed at
    once; an open one still within it does not count yet. Nights and weekends count."""
    return _on_time(handled.resolved_at.notnull(), handled.seconds, handled.resolve_within)


@metric(
    over=cared,
    unit="share",
    better="higher",
    label=_("First-contact resolution (FCR)"),
    formula=_("matters settled within 7 days without a second contact ÷ matters"),
    counted=ngettext_lazy("%(shown)s matter", "%(shown)s matters", "n"),
    estimate=share("at_once", "n"),
    difference=share_difference("at_once", "n"),
    order=53,
    matures=sources.RETURNS_WITHIN,
    shows=("conversation", "matter", "was_resolved", "came_back"),
    behind=lambda matters: matters.is_judged,
    scale=(0, 1),
)
def first_contact_resolution(matters: Rows) -> Counts:
    """Share of matters that were settled and did not bring the customer back within 7 days of the first contact. A
    matter is told by its key; where there is none by its subject, else by its queue. Matters of the last 7 days are
    left out, also those that already came back. Surveys that ask “was it solved?” tend to give more."""
    is_settled = matters.was_resolved & ~matters.came_back
    return {"n": matters.is_judged.sum(), "at_once": (matters.is_judged & is_settled).sum()}


@metric(
    over=settled,
    unit="share",
    better="lower",
    label=_("Reopen rate"),
    formula=_("resolutions reopened within 7 days ÷ resolutions"),
    counted=ngettext_lazy("%(shown)s resolution", "%(shown)s resolutions", "n"),
    estimate=share("reopened", "n"),
    difference=share_difference("reopened", "n"),
    order=54,
    matures=sources.RETURNS_WITHIN,
    shows=("conversation", "was_reopened", "reopened_at"),
    scale=(0, 1),
)
def reopen_rate(resolved: Rows) -> Counts:
    """Share of resolutions after which the conversation was opened again within 7 days, by the day of the resolution.
    Resolutions of the last 7 days are left out: they may still be reopened."""
    return {"n": resolved.count(), "reopened": resolved.was_reopened.sum()}


@metric(
    over=settled_first,
    unit="share",
    better="lower",
    label=_("Handed over"),
    formula=_("conversations handed over at least once ÷ conversations settled"),
    counted=CONVERSATIONS,
    estimate=share("transferred", "n"),
    difference=share_difference("transferred", "n"),
    order=54,
    shows=("conversation", "handovers"),
    scale=(0, 1),
)
def transfer_rate(settled: Rows) -> Counts:
    """Share of the conversations first settled in the period that had been handed to another queue or person by
    then."""
    return {"n": settled.count(), "transferred": (settled.handovers > 0).sum()}


@metric(
    over=settled_first,
    unit="count",
    better="lower",
    label=_("Handovers per conversation"),
    formula=_("handovers ÷ conversations settled"),
    counted=CONVERSATIONS,
    estimate=mean_of(),
    difference=mean_difference(),
    order=54,
    fewest=FEWEST_OF_A_TAIL,
    shows=("conversation", "handovers"),
    scale=(0, None),
)
def handovers(settled: Rows) -> Counts:
    """How often a conversation was handed to another queue or person before it first was settled, on average, those
    that never were included."""
    return powers_of(settled.handovers, settled.handovers.notnull())


@metric(
    over=cared,
    unit="score",
    better="lower",
    label=_("Effort index"),
    formula=_(
        "100 × (3 × repeat contacts + 2 × channel switches + 2 × handovers + details asked again) ÷ 22, as a mean"
    ),
    counted=ngettext_lazy("%(shown)s matter", "%(shown)s matters", "n"),
    estimate=mean_of(100 / HARDEST),
    difference=mean_difference(100 / HARDEST),
    order=55,
    fewest=FEWEST_OF_A_TAIL,
    matures=sources.MATTER_LASTS,
    shows=("conversation", "matter", "repeats", "switches", "transfers", "asked_again"),
    behind=lambda matters: matters.is_over,
    scale=(0, 100),
)
def effort_index(matters: Rows) -> Counts:
    """How hard customers had to work for their matter within 14 days of its first contact, from 0 (settled at once) to
    100. Up to 3 repeat contacts, 2 channel switches, 3 handovers and 3 details asked again count. The weights are a
    convention, not yet checked against what your customers say. Matters of the last 14 days are left out."""
    parts = [weight * (matters[name] > most).ifelse(most, matters[name]) for name, (weight, most) in WEIGHTS.items()]
    return powers_of(sum(parts[1:], parts[0]), matters.is_over)


def _ended(handled: Rows) -> Counts:
    is_resolved = handled.resolved_at.notnull()
    return {"ended": is_resolved.sum(), "lasting": (~is_resolved).sum()}


def _on_time(is_done: Any, seconds: Any, target: Any) -> Counts:
    """Whoever is done in time has met it, whoever lasts longer has missed it; the others may still go either way."""
    is_promised, is_in_time = (target > 0).fill_null(False), (seconds <= target).fill_null(False)
    met = is_promised & is_in_time & is_done
    return {"met": met.sum(), "due": (met | (is_promised & ~is_in_time)).sum()}
