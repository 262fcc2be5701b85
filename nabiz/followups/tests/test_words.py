"""Rules that ask what a comment is about and in what tone; and the rules that a company from before there were any gets."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from nabiz.followups.models import FollowUp, Rule
from nabiz.followups.queries import try_out
from nabiz.followups.wording import rule_in_words
from nabiz.followups.words import Words
from nabiz.themes.models import Theme
from nabiz.themes.reading import read_events
from nabiz.themes.starters import starters
from nabiz.timeline.models import Event

migration = importlib.import_module("nabiz.followups.migrations.0005_default_rules")
LATE = "Kargo çok geç geldi, berbat"


@pytest.fixture
def delivery(company):
    return starters()["delivery"]


@pytest.fixture
def only(rules, delivery):
    """Makes a rule the only one there is."""

    def made(**fields):
        Rule.objects.all().delete()
        return Rule.objects.create(**{"measure": "any", "theme": delivery.pk, "tone": "negative"} | fields)

    return made


def test_a_bad_word_about_the_theme_opens_a_follow_up_whatever_the_score(only, say, deniz):
    rule = only()

    assert say(deniz, 9, LATE).rule == rule
    assert say(deniz, 2, "Ses kalitesi berbat") is None
    assert say(deniz, 9, "Kargo çok hızlı geldi, harika") is None
    assert say(deniz, 2) is None


def test_a_comment_without_a_score_opens_one_that_nobody_asks_about_again(only, say, deniz):
    only()

    follow_up = say(deniz, None, LATE, measure="comment")

    assert (follow_up.score, follow_up.reask_days, str(follow_up)) == (None, None, "Comment")


def test_a_comment_on_a_score_that_has_a_follow_up_opens_no_second_one(only, say, deniz, delivery):
    Rule.objects.create(measure="any", theme=delivery.pk, tone="negative")
    say(deniz, 2, response="7")

    assert say(deniz, None, LATE, measure="comment", response="7") is None
    assert say(deniz, None, LATE, measure="comment", response="8") is not None


def test_theme_and_score_are_asked_together(only, say, deniz):
    only(measure="nps", score=6)

    assert say(deniz, 9, LATE) is None
    assert say(deniz, 3, LATE) is not None


def test_of_several_things_that_are_named_the_tone_is_that_of_the_theme(only):
    words, rule = Words("Kargo çok hızlı geldi ama ürün bozuk çıktı, berbat"), only()

    assert not words.meet(rule)
    assert words.meet(Rule(measure="any", theme=starters()["product"].pk, tone="negative"))


def test_a_rule_counts_for_what_its_theme_was_merged_into_and_for_nothing_once_it_is_gone(only, delivery):
    old = Theme.objects.create(name="Kargo", merged_into=delivery)
    assert Words(LATE).meet(only(theme=old.pk))

    assert not Words(LATE).meet(only(theme=old.pk + 1_000))


def test_a_rule_is_tried_on_what_was_read_before(only, say, deniz):
    rule = only(is_on=False)
    say(deniz, 9, LATE)
    say(deniz, 9, "Kargo çok hızlı geldi, harika")
    read_events(list(Event.objects.filter(kind="survey.answered")))

    assert try_out(rule).n == 1


def test_it_says_itself_in_words(only):
    assert "comment about “Delivery”, in a negative tone" in rule_in_words(only())
    assert "theme that is gone" in rule_in_words(only(theme=0))


def test_the_form_asks_for_a_theme_or_a_tone_where_any_answer_is_meant(sign_in, rules, delivery, ana):
    fields = {"measure": "any", "comparison": "lte", "due_hours": 8, "owner_is": "account", "is_on": "on"}
    browser = sign_in(ana)

    assert browser.post("/followups/rules/new/", fields).status_code == 422
    assert browser.post("/followups/rules/new/", fields | {"measure": "nps"}).status_code == 422
    browser.post("/followups/rules/new/", fields | {"theme": delivery.pk, "tone": "negative"})

    rule = Rule.objects.get(measure="any")
    assert (rule.theme, rule.tone) == (delivery.pk, "negative")
    assert b"Delivery" in browser.get(f"/followups/rules/{rule.pk}/").content


def test_a_company_from_before_there_were_rules_gets_those_of_a_new_one(company):
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('followups_rule', 'id'), 1, false)")

    migration.begin(apps, connection.schema_editor())

    assert list(Rule.objects.values_list("measure", "score", "due_hours")) == [
        ("nps", 6, 24),
        ("csat", 2, 24),
        ("review", 2, 48),
    ]


def test_who_has_done_away_with_the_rules_does_not_get_them_back(rules):
    Rule.objects.all().delete()

    migration.begin(apps, connection.schema_editor())

    assert not Rule.objects.exists()
    assert not FollowUp.objects.exists()
