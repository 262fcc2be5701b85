"""The pages of follow-ups."""

import re

from django.urls import reverse

from nabiz.customers.commands import create_segment, erase_customer
from nabiz.customers.erasure import prove_erased
from nabiz.followups.commands import close_follow_up
from nabiz.followups.models import Closure, Deed, FollowUp, Rule
from nabiz.followups.wording import rule_in_words
from nabiz.team.teams import form_team, set_members


def test_mine_are_mine(sign_in, follow_up, ana, ceren):
    assert b"Kargo" in sign_in(ana).get("/followups/").content
    assert b"Kargo" not in sign_in(ceren).get("/followups/").content
    assert b"Kargo" in sign_in(ceren).get("/followups/?show=all&measure=nps").content


def test_who_may_not_answer_finds_no_page(sign_in, follow_up, ben):
    browser = sign_in(ben)

    assert browser.get("/followups/").status_code == 404
    assert browser.get(f"/followups/{follow_up.pk}/").status_code == 404


def test_one_page_from_words_to_the_end(sign_in, follow_up, ana):
    browser, page = sign_in(ana), f"/followups/{follow_up.pk}/"
    assert "Kargo geç geldi" in browser.get(page).content.decode()

    browser.post(f"{page}deeds/", {"kind": "call", "text": "Called, sent a new cable"})
    browser.post(f"{page}closure/", {"outcome": "solved"})

    assert "new cable" in browser.get(page).content.decode()
    assert (Deed.objects.count(), Closure.objects.get().by) == (1, ana)
    browser.post(f"{page}closure/removal/")
    assert not Closure.objects.exists()


def test_closing_takes_what_was_done_along(sign_in, follow_up, ana):
    sign_in(ana).post(f"/followups/{follow_up.pk}/closure/", {"outcome": "partly", "text": "Half the money back"})

    assert Deed.objects.get().text == "Half the money back"


def test_each_field_of_the_page_has_a_name_of_its_own(sign_in, follow_up, ana):
    ids = re.findall(r' id="([^"]+)"', sign_in(ana).get(f"/followups/{follow_up.pk}/").content.decode())

    assert [each for each in ids if ids.count(each) > 1] == []


def test_an_answer_says_who_follows_it_up(sign_in, follow_up, ana, ben):
    url = reverse("followups:panel_of_answer", args=[follow_up.answer])

    assert f"/followups/{follow_up.pk}/" in sign_in(ana).get(url).content.decode()
    assert "<h2" in sign_in(ana).get(url, headers={"HX-Request": "true"}).content.decode()
    assert sign_in(ben).get(url).status_code == 404


def test_the_list_shows_how_well_the_loop_is_closed(sign_in, follow_up, ana, mirror, settings):
    settings.ENGINE = "postgres"
    close_follow_up(follow_up, "solved", by=ana)

    tiles = sign_in(ana).get("/followups/").context["tiles"]

    assert [tile.key for tile in tiles] == ["followups_on_time", "followup_time", "recovery_rate"]


def test_a_rule_calls_a_segment_by_its_name(company, owner):
    create_segment("Big venues", "language=tr", by=owner)

    assert "segment “Big venues”" in rule_in_words(Rule(segment="big-venues"))


def test_several_are_handed_over_at_once(sign_in, follow_up, say, deniz, ana, ceren):
    say(deniz, 1)
    numbers = list(FollowUp.objects.values_list("pk", flat=True))

    sign_in(ana).post("/followups/owner/?show=all", {"id": numbers, "owner": ceren.pk})

    assert FollowUp.objects.of(ceren.pk).count() == 2


def test_a_rule_is_tried_then_saved_then_deleted(sign_in, follow_up, ana):
    fields = {"measure": "nps", "comparison": "lte", "score": 4, "due_hours": 8, "owner_is": "account", "is_on": "on"}
    browser = sign_in(ana)

    tried = browser.post("/followups/rules/new/", fields | {"try": "1"}).content.decode()
    assert "would have opened 1 follow-up" in tried
    browser.post("/followups/rules/new/", fields)
    rule = Rule.objects.get(score=4)
    assert "NPS ≤ 4" in browser.get("/followups/rules/").content.decode()
    browser.post(f"/followups/rules/{rule.pk}/removal/")

    assert not Rule.objects.filter(score=4).exists()


def test_a_score_beyond_the_scale_is_refused(sign_in, company, ana):
    fields = {"measure": "csat", "comparison": "lte", "score": 6, "due_hours": 8, "owner_is": "account"}

    assert sign_in(ana).post("/followups/rules/new/", fields).status_code == 422


def test_the_customers_page_shows_them(sign_in, follow_up, ana, deniz):
    panel = sign_in(ana).get(reverse("followups:panel", args=[deniz.pk]), headers={"HX-Request": "true"})

    assert b"NPS 3" in panel.content
    assert b"<html" not in panel.content


def test_erasing_a_customer_leaves_nothing(follow_up, deniz, owner):
    erased = erase_customer(deniz, by=owner)

    assert prove_erased(erased.customer_ids, erased.needles) == []
    assert not FollowUp.objects.exists()


def test_who_is_in_a_team_finds_the_follow_ups_of_its_members(sign_in, follow_up, owner, ana, ceren):
    assert b"My teams" not in sign_in(ceren).get("/followups/").content

    set_members(form_team("Delivery", by=owner), [ana, ceren], by=owner)

    assert b"Kargo" in sign_in(ceren).get("/followups/?show=team").content
