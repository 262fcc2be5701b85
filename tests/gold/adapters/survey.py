from datetime import date

from nabiz.statistics import surveys

from .options import taken_by


def response_rate(params, given):
    found = surveys.response_rate(**taken_by(surveys.response_rate, given, params))
    return {
        "delivered": int(found.delivered),
        "response_rate": found.rate.value,
        "low": found.rate.low,
        "high": found.rate.high,
        "completion_rate": found.completion,
    }


def eligibility(params, given):
    history = [surveys.Sent(row["survey"], _day(row["sent"])) for row in given["history"]]
    opted_out = bool(given.get("opted_out") or given.get("opt_out"))
    rules = taken_by(surveys.eligibility, params)
    found = surveys.eligibility(given["survey"], history, today=_day(given["now"]), opted_out=opted_out, **rules)
    day = found.next_eligible
    return {"eligible": found.eligible, "reason": found.reason, "next_eligible": day and day.isoformat()}


def _day(text):
    return date.fromisoformat(text[:10])
