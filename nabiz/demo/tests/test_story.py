from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest

from nabiz.demo.simulate import simulate
from nabiz.demo.tests.conftest import TODAY
from nabiz.demo.tests.reading import kinds
from nabiz.timeline.facts import kind_named


def test_the_same_seed_tells_the_same_story(short_story):
    assert simulate(300, 12, end=TODAY).happenings == short_story.happenings


def test_another_seed_tells_another_story(short_story):
    assert simulate(300, 12, seed=2, end=TODAY).happenings != short_story.happenings


def test_nothing_lies_in_the_future_or_before_the_beginning(story):
    assert all(story.start <= each.at < story.end for each in story.happenings)


def test_nothing_happens_to_people_before_they_come(story):
    assert all(each.at >= story.people[each.who].joined - 60 for each in story.happenings)


def test_facts_are_of_the_declared_types(story):
    for each in story.happenings[::7]:
        declared = kind_named(each.kind).facts
        for name, value in each.facts.items():
            assert fits(value, declared[name]), (each.kind, name, value)


def fits(value, its_type):
    if its_type is Decimal:
        return isinstance(value, str) and Decimal(value) >= 0
    if its_type in (date, datetime):
        return isinstance(value, str) and its_type.fromisoformat(value)
    return type(value) is its_type


def test_an_invitation_is_answered_at_most_once(story):
    answered = Counter(each.facts["invitation"] for each in kinds(story, "survey.answered"))
    invited = Counter(each.facts["invitation"] for each in kinds(story, "survey.invited"))

    assert set(answered) <= set(invited)
    assert answered.most_common(1)[0][1] == invited.most_common(1)[0][1] == 1


def test_conversations_go_in_order(story):
    seen = {}
    for each in kinds(story, "conversation.opened", "conversation.reopened", "conversation.resolved"):
        before = seen.get(each.facts["conversation"])
        seen[each.facts["conversation"]] = each.kind
        assert (before is None) == (each.kind == "conversation.opened")
        assert each.kind != "conversation.reopened" or before == "conversation.resolved"


def test_subscriptions_pay_what_they_say(story):
    last = {}
    for each in kinds(story, "subscription.started", "subscription.changed", "subscription.ended"):
        if each.kind == "subscription.changed":
            assert int(each.facts["previous_mrr"]) == last[each.facts["subscription"]]
        last[each.facts["subscription"]] = int(each.facts["mrr"])


@pytest.mark.parametrize("language", ["tr", "en"])
def test_people_write_in_many_ways(story, language):
    comments = [each.facts["comment"] for each in kinds(story, "survey.answered") if each.facts["language"] == language]
    written = [comment for comment in comments if comment]

    assert len(set(written)) > 0.6 * len(written) > 150
    assert not any("{" in comment for comment in written)


def test_turkish_letters_are_everywhere(story):
    names = " ".join(each.profile.name for each in story.people)

    assert set("ıİğĞşŞçÇöÖüÜ") <= set(names)


@pytest.mark.parametrize(("customers", "months"), [(20, 3), (60, 60)])
def test_small_and_long_stories_are_told_too(customers, months):
    assert len(simulate(customers, months, end=TODAY).people) == customers
