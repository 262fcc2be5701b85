import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from nabiz.feedback.authoring import make_survey
from nabiz.feedback.results.scores import score_of, weighted
from nabiz.feedback.results.sides import sides_of
from nabiz.timeline.commands import Draft, append_events


@pytest.fixture
def survey(ceren):
    return make_survey("Pulse", by=ceren)


@pytest.fixture
def answered(deniz):
    """Answers as another system would send them."""

    def send(scores, *, measure="nps", comment="", **where):
        drafts = [
            Draft(
                "survey.answered",
                timezone.now(),
                deniz.pk,
                facts={"survey": "Pulse", "measure": measure, "score": score, "comment": comment},
                source="test",
                message_id=f"{measure}-{number}-{where}",
                **where,
            )
            for number, score in enumerate(scores)
        ]
        with transaction.atomic():
            append_events(drafts)

    return send


@pytest.fixture
def page(sign_in, owner, survey):
    return lambda name="results", **query: sign_in(owner).get(reverse(f"feedback:{name}", args=[survey.pk]), query)


def test_a_score_needs_ten_answers():
    assert (score_of("nps", [9] * 9).value, score_of("nps", [9] * 9).n) == (None, 9)
    assert score_of("nps", [9] * 6 + [0] * 4).value == 20


def test_effort_on_five_points_is_the_share_of_four_and_five():
    assert score_of("ces5", [4, 5, 5, 3, 1] * 2).value == 0.6
    assert score_of("ces5", [4] * 10 + [9]).n == 10  # 9 is off the scale


def test_weighting_gives_each_channel_its_share_of_those_who_were_asked():
    from collections import Counter

    groups = {"email": [9] * 10, "sms": [0] * 10}

    found = weighted("nps", groups, Counter({"email": 300, "sms": 100}))

    assert found.words == "50"
    assert weighted("csat", {"a": [5] * 10, "b": [1] * 10}, Counter({"a": 3, "b": 1})).words == "75.0%"
    assert weighted("nps", {"email": [9] * 10}, Counter({"email": 300})) is None


def test_a_survey_without_answers_says_what_to_do(page):
    assert "Nobody has answered in this time" in page().content.decode()


def test_answers_from_elsewhere_are_counted_by_the_name_of_the_survey(page, answered):
    answered([9] * 8 + [3] * 4)

    content = page().content.decode()

    assert "12 answers" in content
    assert ">33<" in content


def test_comments_stand_by_theme(page, answered):
    from nabiz.themes.reading import read_timeline

    answered([2], comment="Kargo geç geldi")
    read_timeline()

    assert ">Delivery</a>" in page().content.decode()


def test_the_file_has_every_answer_and_runs_no_formula(page, answered):
    answered([2], comment="=1+1")

    lines = page("results_file").content.decode().splitlines()

    assert len(lines) == 2
    assert lines[1].endswith("'=1+1")


def test_who_may_not_export_gets_no_file(sign_in, ben, survey):
    assert sign_in(ben).get(reverse("feedback:results_file", args=[survey.pk])).status_code == 404


def test_both_sides_of_the_sale_are_compared(company, answered, mirror, settings):
    settings.ENGINE = "postgres"
    answered([9] * 40, stage="buy")
    answered([2] * 40, stage="receive")

    [pair] = sides_of(company)

    assert (pair.before.value, pair.after.value, pair.tone) == (100, -100, "bad")
