import numpy as np
import pytest

from nabiz.demo.calendar import DAY, date_of
from nabiz.demo.tests.reading import (
    answers,
    coded,
    decisions,
    kinds,
    movements,
    next_replies,
    odds_ratio,
    per_week,
    reminders,
    scores,
    second_contacts,
    z_of_difference,
)
from nabiz.demo.truths import BAD_WEEK, FEATURE_THAT_RETAINS, SLOW_RESOLUTION, STAGE_THAT_HURTS

SURE, LIKELY = 2.58, 1.96  # standard errors: p < 0.01, p < 0.05


@pytest.fixture(scope="module")
def decided(story):
    return decisions(story)


def test_who_waits_for_a_parcel_recommends_less(story):
    everyone = answers(story, "nps")
    receiving = coded([each for each in everyone if each.stage == STAGE_THAT_HURTS.stage])

    assert z_of_difference(receiving, coded([each for each in everyone if each.stage != "receive"])) < -SURE


@pytest.mark.parametrize("measure", ["csat", "ces"])
@pytest.mark.parametrize("stage", ["buy", "start", "use", "support", "renew"])
def test_no_stage_satisfies_less_or_asks_for_more_effort_than_receiving(story, measure, stage):
    receiving, other = (scores(answers(story, measure, stage=each)) for each in ("receive", stage))

    assert z_of_difference(receiving, other) < -SURE


def test_late_parcels_are_rated_worse_than_those_on_time(story):
    late_of = {}
    for each in kinds(story, "order.delivered", "survey.answered"):
        if each.kind == "order.delivered":
            late_of[each.who] = each.facts["days_late"]
        elif each.stage == "receive" and each.facts["measure"] == "csat":
            late_of.setdefault("answers", []).append((late_of[each.who], each.facts["score"]))
    late, score = np.array(late_of["answers"]).T

    assert z_of_difference(score[late > 0], score[late == 0]) < -SURE


def test_each_day_of_waiting_raises_the_odds_of_leaving_by_the_stated_ratio(decided):
    ratio, error = odds_ratio(decided, of="waited")

    assert abs(np.log(ratio / SLOW_RESOLUTION.hazard_ratio_per_day)) < 3 * error
    assert np.log(ratio) > 4 * error


def test_slowly_helped_subscribers_leave_more_often(decided):
    slow, quick = decided.left[decided.waited > 3], decided.left[decided.waited < 1]

    assert slow.mean() > 1.5 * quick.mean()
    assert z_of_difference(slow, quick) > SURE


def test_a_feature_retains(decided):
    ratio, error = odds_ratio(decided, of="likes")

    assert abs(np.log(ratio / FEATURE_THAT_RETAINS.odds_ratio)) < 3 * error
    assert np.log(ratio) < -SURE * error


def test_the_new_price_drives_people_away(decided):
    ratio, error = odds_ratio(decided, of="is_dearer")

    assert np.log(ratio) > SURE * error


def test_in_the_bad_week_parcels_are_late_and_the_desk_is_full(story):
    week = (BAD_WEEK.starts_days_before_end - BAD_WEEK.days) // 7
    delivered = kinds(story, "order.delivered")
    late = per_week([each for each in delivered if each.facts["days_late"]], story)
    asked = per_week(kinds(story, "conversation.opened"), story)
    usual = np.array([asked[number] for number in range(week + 3, week + 23)])

    assert max(late[week], late[week - 1]) > 5 * np.median([late[number] for number in range(week + 3, week + 23)])
    assert asked[week] > usual.mean() + 4 * usual.std()


def test_in_the_bad_week_detractors_answer(story):
    begins = story.end - BAD_WEEK.starts_days_before_end * DAY
    in_it = [each for each in answers(story, "nps") if begins <= each.at < begins + (BAD_WEEK.days + 3) * DAY]
    before = [each for each in answers(story, "nps") if begins - 120 * DAY <= each.at < begins]

    assert z_of_difference(coded(in_it), coded(before)) < -SURE


def test_bars_are_a_growing_share_of_newcomers(story):
    third = (story.end - story.start) // 3
    early = np.array([each.persona.key == "bar" for each in story.people if each.joined < story.start + third])
    late = np.array([each.persona.key == "bar" for each in story.people if each.joined > story.end - third])

    assert z_of_difference(late, early) > 5


def test_venues_grow_and_homes_shrink(story):
    venues, homes = movements(story, venues=True), movements(story, venues=False)

    assert venues[1] / venues[0] > 1
    assert homes[1] / homes[0] < 1


def test_the_content_answer_more_readily(story):
    """Seen from outside: after a good answer the next survey is answered more often than after a bad one."""
    replied = next_replies(story)

    assert z_of_difference(replied["good"], replied["bad"]) > LIKELY


def test_apps_are_kinder_than_text_messages(story):
    app, sms = (coded(answers(story, "nps", channel=channel)) for channel in ("app", "sms"))

    assert z_of_difference(app, sms) > SURE


def test_effort_costs_points(story):
    """Who had to come back with the same matter, or to ask where the answer is, recommends less for two months."""
    back = [*kinds(story, "conversation.reopened"), *second_contacts(story), *reminders(story)]
    effort = {(each.who, each.at) for each in back}
    after = [a for a in answers(story, "nps") if any(who == a.who and 0 < a.at - at < 60 * DAY for who, at in effort)]

    assert z_of_difference(coded(after), coded(answers(story, "nps"))) < -SURE


def test_being_handed_over_is_effort(story):
    """Whoever was passed on, or asked again for the same, finds the help harder and worse."""
    passed = {each.facts["conversation"] for each in kinds(story, "conversation.transferred", "details.asked_again")}
    settled, felt = {}, {True: [], False: []}
    for each in kinds(story, "conversation.resolved", "survey.answered"):
        if each.kind == "conversation.resolved":
            settled[each.who] = each.facts["conversation"] in passed
        elif each.facts["survey"] == "after_support":
            neutral = {"csat": 3.5, "ces": 5}[each.facts["measure"]]
            felt[settled[each.who]].append(each.facts["score"] - neutral)

    assert z_of_difference(np.array(felt[True]), np.array(felt[False])) < -SURE


def test_more_is_ordered_before_the_new_year(story):
    year = date_of(story.end).year - 1
    placed = [date_of(each.at) for each in kinds(story, "order.placed")]
    festive = sum(each.year == year and each.month == 12 and each.day >= 10 for each in placed) / 22
    autumn = sum(each.year == year and each.month in (10, 11) for each in placed) / 61

    assert festive > 1.3 * autumn
