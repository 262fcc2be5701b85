import pytest

from nabiz.metrics.tests.mirrors import event, write_events

MARCH = {"since": "2026-03", "until": "2026-03"}


@pytest.fixture
def reviewed(asked):
    stars = [5] * 6 + [4.5, 2, 1, 1]
    write_events(
        [event("review.posted", "2026-03-10", None, review=str(n), rating=each) for n, each in enumerate(stars)]
    )
    write_events([event("review.posted", "2026-03-11", None, review="words", rating=None, site="forum")])
    return asked


@pytest.mark.every_engine
def test_mean_rating_is_of_reviews_with_stars(reviewed):
    answer = reviewed("mean_rating", **MARCH).only

    assert (answer.value, answer.n, answer.unit) == (pytest.approx(3.85), 10, "score")
    assert answer.low < 3.85 < answer.high <= 5


def test_reviews_are_counted_by_stars_and_by_site(reviewed):
    by_stars, by_site = (reviewed("reviews", by=[name], **MARCH).answers for name in ("stars", "site"))

    assert {each.group("stars"): each.value for each in by_stars} == {"": 1, "1": 2, "2": 1, "5": 7}
    assert {each.group("site"): each.value for each in by_site} == {"": 10, "forum": 1}


@pytest.mark.every_engine
def test_a_review_counts_as_answered_wherever_the_answer_was_written(reviewed):
    write_events(
        [
            event("review.replied", "2026-04-02", None, review="1", reply="Thanks"),
            event("review.replied", "2026-04-03", None, review="1", reply="Thanks again"),
            event("review.replied", "2026-04-03", None, review="1", site="elsewhere", reply="Thanks"),
            event("review.posted", "2026-03-12", None, review="file", reply="Sorry"),
        ]
    )

    answer = reviewed("answered_reviews", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(2 / 12), 12)
