from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from nabiz.statistics import business_hours, contacts, handling, sla, tickets

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STATUSES = {"hold": "on_hold", "on-hold": "on_hold"}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def aht(params, given):
    keys = ("handled", "talk_s", "hold_s", "wrap_s")
    found = handling.handling_time(*([row.get(key, 0) for row in given["agents"]] for key in keys))
    return {"handled": int(found.handled), "aht_s": found.pooled, "aht_unweighted_agents_s": found.mean_of_agents}


def business_seconds(params, given):
    zone = _zone(given)
    start, end = (_moment(given[key], zone) for key in ("start", "end"))
    pauses = [[0, _moment(a, zone), _moment(b, zone) if b else end] for a, b in given.get("pauses", [])]
    found = business_hours.seconds_between(
        [start], [end], hours=_hours(given, min(start, end), max(start, end)), pauses=_pauses(pauses)
    )
    return {"business_seconds": int(found[0]), "calendar_seconds": (end - start) // 1_000_000}


def fcr(params, given):
    as_of = _moment(given["as_of"])
    keys = sorted({_key(row, params) for row in given["contacts"]})
    rows = [(keys.index(_key(row, params)), _moment(row["at"]), row["resolved"]) for row in given["contacts"]]
    rows.sort(key=lambda row: row[:2])
    settings = {key: params[key] for key in ("window_days", "confidence") if key in params}
    found = contacts.first_contact_resolution(*_columns(rows, 3), as_of=as_of, **settings)
    return {
        "eligible": found.eligible,
        "resolved_first": found.resolved,
        "immature": found.immature,
        "fcr": found.share.value,
        "low": found.share.low,
        "high": found.share.high,
    }


def sla_attainment(params, given):
    elapsed, closed = ([row[key] for row in given["tickets"]] for key in ("elapsed", "closed"))
    found = sla.attainment(elapsed, closed, params["target_hours"], confidence=params.get("confidence", 0.95))
    return {
        "attainment_km": found.censored.value,
        "met": found.met,
        "breached": found.breached,
        "pending": found.pending,
        "attainment": found.share.value,
        "low": found.share.low,
        "high": found.share.high,
    }


def ticket_metrics(params, given):
    zone = _zone(given | params)
    events = sorted(
        ((_moment(e["at"], zone), e) for e in given["events"]), key=lambda pair: (pair[0], pair[1]["type"] != "created")
    )
    created, as_of = events[0][0], _moment(given["as_of"], zone)
    is_calendar = params.get("clock", "calendar") == "calendar"
    found = tickets.ticket_metrics(
        [created],
        replies=tickets.Replies(*_columns([(0, at) for at, event in events if _is_answer(event)], 2)),
        statuses=tickets.Changes(*_columns([(0, at, _status(e["to"])) for at, e in _of_type("status", events)], 3)),
        assignments=tickets.Changes(*_columns(_assignments(events), 3)),
        as_of=as_of,
        hours=None if is_calendar else _hours(given | params, created, as_of),
        pause_on=[_status(name) for name in params.get("pause_on", [])],
    )
    clocks = ("first_response", "first_resolution", "full_resolution", "requester_wait", "agent_wait", "on_hold")
    seconds = {f"{key}_s": getattr(found, key)[0] for key in (*clocks, "observed")}
    numbers = {key: int(getattr(found, key)[0]) for key in ("reopens", "transfers", "agent_replies")}
    return seconds | numbers | {key: bool(getattr(found, key)[0]) for key in ("one_touch", "censored")}


def _is_answer(event):
    return event["type"] == "reply" and event.get("by") == "agent" and event.get("public", True)


def _of_type(kind, events):
    return [(at, event) for at, event in events if event["type"] == kind]


def _status(name):
    return tickets.Status[STATUSES.get(name, name).upper()]


def _assignments(events):
    agents = sorted({event["to"] for _, event in _of_type("assign", events) if event["to"]})
    return [
        (0, at, agents.index(event["to"]) if event["to"] else tickets.NOBODY)
        for at, event in _of_type("assign", events)
    ]


def _key(row, params):
    return tuple(str(row.get(name)) for name in params.get("match", ("customer", "issue")))


def _hours(given, since, until):
    policies = given.get("policies") or given.get("schedules")
    if not policies:
        return business_hours.unroll(_calendar(given["calendar"]), since, until)
    zone = _zone(given)
    changes = [(_moment(row["from"], zone), _calendar(row["calendar"])) for row in policies]
    return business_hours.unroll_in_force(changes, since, until)


def _calendar(given):
    return business_hours.Calendar(
        given["tz"],
        [_openings(given["weekly"].get(day, [])) for day in WEEK],
        frozenset(date.fromisoformat(day) for day in given.get("holidays", [])),
        {date.fromisoformat(day): _openings(hours) for day, hours in given.get("special_days", {}).items()},
    )


def _openings(pairs):
    return [business_hours.Opening(_wall(start), _wall(end)) for start, end in pairs]


def _wall(text):
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return 3600 * hours + 60 * minutes + sum(seconds)


def _zone(given):
    return ZoneInfo(given.get("calendar", {}).get("tz", "UTC"))


def _moment(text, zone=UTC):
    at = datetime.fromisoformat(text)
    return ((at if at.tzinfo else at.replace(tzinfo=zone)) - EPOCH) // timedelta(microseconds=1)


def _pauses(rows):
    return business_hours.Pauses(*_columns(rows, 3)) if rows else None


def _columns(rows, width):
    return tuple([row[i] for row in rows] for i in range(width))
