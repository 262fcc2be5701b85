from collections import Counter

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
    return lambda name="results", *args, **query: sign_in(owner).get(
        reverse(f"feedback:{name}", args=[survey.pk, *args]), query
    )


def test_a_score_needs_ten_answers():
    assert (score_of("nps", [9] * 9).value, score_of("nps", [9] * 9).n) == (None, 9)
    assert score_of("nps", [9] * 6 + [0] * 4).value == 20


def test_effort_on_five_points_is_the_share_of_four_and_five():
    assert score_of("ces5", [4, 5, 5, 3, 1] * 2).value == 0.6
    assert score_of("ces5", [4] * 10 + [9]).n == 10  # 9 is off the scale


def test_weighting_gives_each_channel_its_share_of_those_who_were_asked():
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

    lines = page("results_file", "csv").content.decode().splitlines()

    assert len(lines) == 2
    assert "'=1+1" in lines[1]


def test_who_may_not_export_gets_no_file(sign_in, ben, survey):
    assert sign_in(ben).get(reverse("feedback:results_file", args=[survey.pk, "csv"])).status_code == 404


def test_both_sides_of_the_sale_are_compared(company, answered, mirror, settings):
    settings.ENGINE = "postgres"
    answered([9] * 40, stage="buy")
    answered([2] * 40, stage="receive")

    [pair] = sides_of(company)

    assert (pair.before.value, pair.after.value, pair.tone) == (100, -100, "bad")
    assert pair.bounds.startswith("[\N{MINUS SIGN}")


def test_the_whole_page_can_be_narrowed_to_a_stage(page, answered):
    answered([9] * 12, stage="buy")
    answered([2] * 12, stage="receive")

    content = page(stage="receive").content.decode()

    assert "12 answers" in content
    assert "Stage: Delivery" in content


def test_a_segment_narrows_it_to_its_members(page, answered, owner):
    from nabiz.customers.commands import create_segment

    answered([9] * 12)
    create_segment("Strangers", "language=xx", by=owner)

    assert "Nobody answered there" in page(segment="strangers").content.decode()


def test_the_table_shows_what_it_is_asked_for_in_that_order(page, answered):
    answered([9, 3, 0, 8])

    shown = page(score="bad", order="lowest").context["rows"]

    assert [row.score for row in shown] == ["NPS 0", "NPS 3"]


def test_the_table_goes_on_on_the_next_page(page, answered):
    answered([9] * 60)

    assert len(page(page=2).context["rows"]) == 10
    assert page(page=2).context["listed"] == {"first": 51, "last": 60, "all": 60}
    assert len(page(page=99).context["rows"]) == 10


def test_a_theme_leads_to_its_answers(page, answered):
    from nabiz.themes.reading import read_timeline

    answered([2], comment="Kargo geç geldi")
    answered([10], measure="csat", comment="Fiyat çok iyi")
    read_timeline()
    delivery = next(each for each in page().context["topics"] if each.name == "Delivery")

    [row] = page(theme=delivery.pk, tone="negative").context["rows"]

    assert row.comment == "Kargo geç geldi"


def test_one_answer_stands_by_itself_with_what_it_says_about_each_thing(page, answered):
    from nabiz.themes.reading import read_timeline

    answered([6], comment="Kargo geç geldi ama ürün harika.", stage="receive")
    read_timeline()
    [row] = page().context["rows"]

    content = page("answer", row.event.pk).content.decode()

    assert "Delivery \N{MINUS SIGN}" in content
    assert "Product +" in content


def test_an_answer_to_another_survey_is_not_here(page, answered, ceren, sign_in, owner):
    answered([6])
    [row] = page().context["rows"]
    other = make_survey("Other", by=ceren)

    assert sign_in(owner).get(reverse("feedback:answer", args=[other.pk, row.event.pk])).status_code == 404


def test_the_file_has_what_the_table_shows_in_each_format(page, answered):
    import io

    import pyarrow.parquet as pq

    answered([2, 9])

    assert page("results_file", "ndjson", score="bad").content.count(b"\n") == 1
    assert pq.read_table(io.BytesIO(page("results_file", "parquet").content)).column("score").to_pylist() == [9, 2]
    assert page("results_file", "xls").status_code == 404


def test_weights_are_told_and_capped():
    found = weighted("nps", {"email": [9] * 10, "sms": [0] * 10, "qr": [5]}, Counter({"email": 1000, "sms": 100}))

    assert [(each.name, each.asked, each.answers) for each in found.weights] == [("email", 1000, 10), ("sms", 100, 10)]
    assert (found.is_capped, found.left_out) == (True, 1)
    assert found.weights[0].weight / found.weights[1].weight == pytest.approx(5)
    assert found.words == "67"  # (5 × 100 − 100) ÷ 6
