from datetime import UTC, datetime, timedelta

from nabiz.statistics import absorbing as chains
from nabiz.statistics import funnels, journeys, pain

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAN = float("nan")


def transitions(params, given):
    stages, rows = _rows(given["log"], "stage")
    as_of = params.get("as_of", given.get("as_of"))
    found = journeys.transitions(
        *_columns(rows),
        add_start_end=params.get("add_start_end", True),
        as_of=as_of and _moment(as_of),
        silence_hours=params.get("silence_hours"),
    )
    paths = journeys.variants(*_columns(rows)[::2])
    pairs = zip(found.source, found.target, found.count, found.share.value, strict=True)
    table = {
        f"{_named(stages, a, '__start__')}->{_named(stages, b, '__end__')}": {"count": int(count), "prob": share}
        for a, b, count, share in pairs
    }
    for row, median, mean in zip(table.values(), found.median_hours, found.mean_hours, strict=True):
        row |= {"median_hours": median, "mean_hours": mean}
    variants = {
        ">".join(stages[rows[i][2]] for i in range(first, first + length)): int(count)
        for count, first, length in zip(paths.count, paths.first, paths.length, strict=True)
    }
    return {"transitions": table, "variants": variants, "cases": found.cases}


def absorbing(params, given):
    transient, ends = given["transient"], given["absorbing"]
    table = [given["transitions"].get(stage, {}) for stage in transient]
    between, into = ([[row.get(name, 0.0) for name in names] for row in table] for names in (transient, ends))
    found = chains.absorption(between, into)
    pairs = zip(transient, found.probability, strict=True)
    return {
        "absorption": {stage: dict(zip(ends, row, strict=True)) for stage, row in pairs},
        "expected_steps": dict(zip(transient, found.steps, strict=True)),
        "expected_visits_from_first": dict(zip(transient, found.visits[0], strict=True)),
    }


def funnel(params, given):
    names, rows = _rows(given["users"], "step")
    steps = [names.index(step) if step in names else len(names) + i for i, step in enumerate(given["steps"])]
    found = funnels.funnel(*_columns(rows), steps, window_days=params.get("window_days"))
    return {
        "reached": found.reached,
        "step_conversion": found.conversion.value,
        "overall": found.overall.value,
        "median_days_from_first": found.median_days,
    }


def painpoint(params, given):
    keys = ("volume", "neg_rate", "dropoff", "effort", "p90_hours", "target_hours")
    columns = [[NAN if row.get(key) is None else row[key] for row in given["stages"]] for key in keys]
    found = pain.pain_points(*columns, weights=params.get("weights", pain.WEIGHTS))
    names = [row["stage"] for row in given["stages"]]
    fields = ("severity", "reach", "pain", "share")
    stages = {name: {key: getattr(found, key)[i] for key in fields} for i, name in enumerate(names)}
    return {"stages": stages, "ranking": [names[i] for i in found.ranking]}


def _rows(cases, kind):
    """(names of the kinds, rows of case, moment and kind as codes) in the order of time, ties as they were given."""
    names = sorted({event[kind] for events in cases.values() for event in events})
    rows = [
        (case, _moment(event["at"]), names.index(event[kind]))
        for case, events in enumerate(cases.values())
        for event in events
    ]
    return names, sorted(rows, key=lambda row: row[:2])


def _columns(rows):
    return tuple([row[i] for row in rows] for i in range(3))


def _named(names, code, outside):
    return outside if code == journeys.OUTSIDE else names[code]


def _moment(text):
    at = datetime.fromisoformat(text)
    return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - EPOCH) // timedelta(microseconds=1)
