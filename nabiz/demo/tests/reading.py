"""Reads a story as an analyst would: from its happenings alone, with plain numpy."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from nabiz.demo.calendar import DAY, month_after

WEEK = 7 * DAY


def answers(story, measure, **wanted):
    told = (each for each in story.happenings if each.kind == "survey.answered" and each.facts["measure"] == measure)
    return [each for each in told if all(getattr(each, name) == value for name, value in wanted.items())]


def scores(answered):
    return np.array([each.facts["score"] for each in answered])


def coded(answered):
    """-1, 0, +1 for detractor, passive, promoter."""
    given = scores(answered)
    return (given >= 9).astype(int) - (given <= 6).astype(int)


def z_of_difference(one, other):
    """How many standard errors the mean of `one` lies above that of `other`."""
    return (one.mean() - other.mean()) / np.sqrt(one.var() / len(one) + other.var() / len(other))


def kinds(story, *names):
    return [each for each in story.happenings if each.kind in names]


def per_week(happenings, story):
    """How many in each week counted back from the end; 0 is the last one."""
    return Counter((story.end - each.at) // WEEK for each in happenings)


def payers(story, *, venues):
    """Who ever paid for songs: place of the person to what happened to the subscription, in order."""
    told = defaultdict(list)
    for each in story.happenings:
        is_songs = each.kind.startswith("subscription.") and each.facts["subscription"].startswith("A")
        if is_songs and story.people[each.who].persona.is_venue == venues:
            told[each.who].append(each)
    return told


def mrr_at(told, at):
    return next((int(each.facts["mrr"]) for each in reversed(told) if each.at < at), 0)


def movements(story, *, venues, months=20):
    """Opening revenue, what was left of it a month later, customers at the start and lost: sums over many months."""
    totals = np.zeros(4)
    for told in payers(story, venues=venues).values():
        for month in range(1, months):
            before = mrr_at(told, story.end - (month + 1) * 30 * DAY)
            after = mrr_at(told, story.end - month * 30 * DAY)
            if before:
                totals += before, after, 1, after == 0
    return totals


def reminders(story):
    """Messages after the first one of a conversation."""
    seen, found = set(), []
    for each in kinds(story, "message.received"):
        if each.facts["conversation"] in seen:
            found.append(each)
        seen.add(each.facts["conversation"])
    return found


def second_contacts(story):
    """New conversations about a matter that the same person had before."""
    seen, found = set(), []
    for each in kinds(story, "conversation.opened"):
        matter = each.who, each.facts["issue"]
        if matter in seen:
            found.append(each)
        seen.add(matter)
    return found


def next_replies(story):
    """Whether people replied to what they were asked next, by whether their last answer was good or bad."""
    last, replied = {}, defaultdict(list)
    answered = {each.facts["invitation"]: each for each in kinds(story, "survey.answered")}
    for each in kinds(story, "survey.invited"):
        reply = answered.get(each.facts["invitation"])
        if each.who in last:
            replied[last[each.who]].append(reply is not None)
        if reply:
            bad, good = {"nps": (6, 9), "csat": (3, 5), "ces": (4, 6), "pmf": (1, 3)}[reply.facts["measure"]]
            score = reply.facts["score"]
            last[each.who] = "good" if score >= good else "bad" if score <= bad else "neutral"
    return {group: np.array(told) for group, told in replied.items()}


@dataclass
class Decisions:
    """One row for each monthly bill: days waited before it, likes a retaining feature, met a new price, left at it."""

    waited: np.ndarray
    likes: np.ndarray
    is_dearer: np.ndarray
    left: np.ndarray
    personas: np.ndarray


def decisions(story):
    waits, rows = _waits(story), []
    for venues in (False, True):
        for who, told in payers(story, venues=venues).items():
            rows += list(_bills(story, who, told, waits[who]))
    columns = [np.array(column, dtype=float) for column in zip(*rows, strict=True)]
    return Decisions(*columns)


def odds_ratio(decided, *, of):
    """Odds ratio and its standard error on the log scale, among those who asked and those who did not alike.

    A logistic regression by Newton's method.
    """
    dummies = decided.personas[:, None] == np.unique(decided.personas)
    columns = [decided.waited, decided.likes, decided.is_dearer, decided.waited > 0, dummies]
    x = np.column_stack(columns).astype(float)
    weights = np.zeros(x.shape[1])
    for _ in range(20):
        expected = 1 / (1 + np.exp(-x @ weights))
        information = x.T @ (x * (expected * (1 - expected))[:, None])
        weights += np.linalg.solve(information, x.T @ (decided.left - expected))
    place = ("waited", "likes", "is_dearer").index(of)
    return np.exp(weights[place]), np.sqrt(np.linalg.inv(information)[place, place])


def _waits(story):
    begun, waits = {}, defaultdict(list)
    for each in kinds(story, "conversation.opened", "conversation.reopened", "conversation.resolved"):
        number = each.facts["conversation"]
        if each.kind == "conversation.resolved":
            waits[story.people[each.who].payer.index].append((begun[number], each.at))
        else:
            begun[number] = each.at
    return waits


def _bills(story, who, told, waits):
    person = story.people[who]
    started = next((each.at for each in told if each.kind == "subscription.started"), None)
    ended = next((each for each in told if each.kind == "subscription.ended" and not each.facts["was_trial"]), None)
    dearer = next(
        (e.at for e in told if e.kind == "subscription.changed" and e.facts["plan"] == e.facts["previous_plan"]), 0
    )
    at = month_after(started) if started else story.end
    while at < story.end and (ended is None or at <= ended.at):
        waited = sum(min(until, at) - since for since, until in waits if since < at and until >= at - 60 * DAY) / DAY
        left = ended is not None and ended.at == at
        likes = bool({"duet_scoring", "phone_requests"} & set(person.features))
        is_dearer = not person.persona.is_venue and 0 <= at - dearer < 65 * DAY
        yield min(waited, 10), likes, is_dearer, left, sum(map(ord, person.persona.key))
        at = month_after(at)
