"""The numbers over HTTP: what there is to ask, and the answers."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from nabiz.metrics.definitions import declared_metrics, metric_named
from nabiz.metrics.engines.base import Unanswered
from nabiz.metrics.parsing import BadQuestion, known_metric, parse_question
from nabiz.metrics.queries import ask
from nabiz.metrics.questions import GROUPS
from nabiz.team.queries import company


def member_who_may_see(request: HttpRequest) -> Any:
    """The signed-in member, if they may see numbers; everybody else gets 401."""
    member = getattr(request, "member", None)
    return member if member is not None and member.can("see") and company() else None


router = Router(tags=["metrics"], auth=member_who_may_see)


class MetricOut(Schema):
    """A metric that can be asked."""

    name: str
    label: str
    definition: str
    formula: str
    unit: str
    better: Literal["higher", "lower"] | None
    groups: list[str]


class Asked(Schema):
    """`by` is a length of time (month, 28d) and groups; every group is also a filter."""

    by: list[str] = []
    since: str | None = None
    until: str | None = None
    confidence: float = 0.95
    membership: str = "now"
    segment: list[str] = []
    channel: list[str] = []
    stage: list[str] = []
    touchpoint: list[str] = []
    language: list[str] = []
    country: list[str] = []
    account: list[str] = []
    plan: list[str] = []
    feature: list[str] = []
    currency: list[str] = []
    queue: list[str] = []
    agent: list[str] = []
    measure: list[str] = []
    score: list[str] = []
    site: list[str] = []
    stars: list[str] = []


class AnswerOut(Schema):
    """One window and group. Of the groups only those that were asked for are there; `window` is a run of days."""

    day: str = ""
    week: str = ""
    month: str = ""
    quarter: str = ""
    year: str = ""
    window: str = ""
    segment: str = ""
    channel: str = ""
    stage: str = ""
    touchpoint: str = ""
    language: str = ""
    country: str = ""
    account: str = ""
    plan: str = ""
    feature: str = ""
    currency: str = ""
    queue: str = ""
    agent: str = ""
    measure: str = ""
    score: str = ""
    site: str = ""
    stars: str = ""
    value: float | None
    low: float | None
    high: float | None
    confidence: float
    n: int
    unit: str
    status: Literal["ok", "low_n", "not_enough_data", "immature", "undefined"]
    method: str
    as_of: str


class Problem(Schema):
    detail: str


@router.get("", response=list[MetricOut], summary="What can be asked")
def metrics(request: HttpRequest) -> list[dict[str, Any]]:
    """Every metric with its definition in the reader's language."""
    return [
        {
            "name": each.name,
            "label": str(each.label),
            "definition": each.definition,
            "formula": str(each.formula),
            "unit": each.unit,
            "better": each.better,
            "groups": sorted(each.over.groups),
        }
        for each in declared_metrics()
    ]


@router.get(
    "/{name}",
    response={200: list[AnswerOut], 404: Problem, 422: Problem, 503: Problem},
    exclude_unset=True,
    summary="Ask a metric",
)
def metric(request: HttpRequest, name: str, asked: Query[Asked]) -> Status[Any]:
    """Value, bounds, n and status per window and group. 404 for an unknown metric, 422 for a question without sense,
    503 where the engine cannot answer just now."""
    home = company()
    assert home is not None, "nobody is let in before there is a company"
    where = {group: getattr(asked, group) for group in GROUPS if getattr(asked, group)}
    try:
        known_metric(name)
        given = asked.dict(include={"by", "since", "until", "confidence", "membership"})
        question = parse_question(name, home, where=where, **given)
        return Status(200, ask(question).as_rows())
    except Unanswered as problem:
        return Status(503, {"detail": str(problem)})
    except BadQuestion as problem:
        return Status(422 if metric_named(name) else 404, {"detail": str(problem)})
