"""Every metric that is declared, over a small demo company, on each engine: the same answers, whoever gives them."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from django.utils import timezone

from nabiz.metrics.definitions import declared_metrics
from nabiz.metrics.parsing import parse_question
from nabiz.metrics.queries import ask
from nabiz.metrics.tests.asking import SPARK

HOME = SimpleNamespace(time_zone="Europe/Istanbul", currency="TRY")
RELATIVELY = 1e-9
pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def demo(mirror_folder, monkeypatch):
    """300 customers, 12 months, in the tables and in the mirror. The clock stands still."""
    from nabiz.demo.commands import fill_demo
    from nabiz.timeline.mirror.commands import rebuild

    fill_demo(300, 12)
    rebuild()
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.mark.parametrize("other", ["postgres", SPARK])
def test_every_metric_is_answered_alike(demo, other, settings, request):
    if other == "spark":
        settings.SPARK_MASTER = request.getfixturevalue("spark")
    asked = [(metric.name, by) for metric in declared_metrics() for by in cuts(metric, is_slow=other == "spark")]

    answers = [told(name, by) for name, by in asked]
    settings.ENGINE = other

    compared = [differing(each, known) for each, known in zip(asked, answers, strict=True)]
    assert list(filter(None, compared)) == []


def cuts(metric, *, is_slow):
    """By month and by each group; a slow engine is asked for all of them at once, which reads them all too."""
    each = ["month", *sorted(metric.over.groups)]
    return [each] if is_slow else [[name] for name in each]


def told(name, by):
    return ask(parse_question(name, HOME, by=by, confidence=0.9))


def differing(asked, known):
    """What another engine says otherwise, in words; nothing where it agrees."""
    try:
        found = told(*asked)
    except Exception as error:
        return f"{asked}: {str(error)[:500]}"
    mine, others = ({(a.window, a.groups): a for a in each.answers} for each in (known, found))
    if mine.keys() != others.keys():
        return f"{asked}: {len(mine)} groups, not {len(others)}: {list(mine.keys() ^ others.keys())[:2]}"
    for key, answer in mine.items():
        if told_otherwise := unequal(answer, others[key]):
            return f"{asked} {key[1]}: {told_otherwise}"
    return None


def unequal(one, two):
    for name in ("n", "status", "method"):
        if getattr(one, name) != getattr(two, name):
            return f"{name} {getattr(one, name)}, {getattr(two, name)}"
    for name in ("value", "low", "high"):
        if not is_close(getattr(one, name), getattr(two, name)):
            return f"{name} {getattr(one, name)!r}, {getattr(two, name)!r}"
    for name, count in one.counts.items():
        if not are_close(count, two.counts[name]):
            return f"count {name} {count!r}, {two.counts[name]!r}"
    return None


def is_close(one, two):
    return one == two if one is None or two is None else math.isclose(one, two, rel_tol=RELATIVELY)


def are_close(one, two):
    """Counts exactly, sums of squares to the same precision as values."""
    one, two = np.asarray(one, float), np.asarray(two, float)
    whole = bool(np.all(one == np.floor(one)) and np.all(np.abs(one) < 2**53)) if one.size else True
    return one.shape == two.shape and np.allclose(one, two, rtol=0 if whole else RELATIVELY, atol=0)
