from datetime import date

from nabiz.statistics import surveys


def response_rate(params, given):
    found = surveys.response_rate(**given, **params)
    return {
        "delivered": int(found.delivered),
        "response_rate": found.rate.value,
        "low": found.rate.low,
        "high": found.rate.high,
        "completion_rate": found.completion,
    }


def eligibility(params, given):
    history = [surveys.Sent(row["survey"], date.fromisoformat(row["sent"])) for row in given["history"]]
    found = surveys.eligibility(given["survey"], history, today=date.fromisoformat(given["now"]), **params)
    day = found.next_eligible
    return {"eligible": found.eligible, "reason": found.reason, "next_eligible": day and day.isoformat()}
