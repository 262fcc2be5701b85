import math

from nabiz.statistics import abandonment, erlang, staffing


def erlang_b(params, given):
    return {"blocking": erlang.erlang_b(given["offered_erlangs"], given["servers"])}


def erlang_c(params, given):
    return _met(erlang.erlang_c(*_traffic(given), given["agents"], given["target_s"]))


def erlang_c_required(params, given):
    agents, queue = staffing.meeting(*_traffic(given), _goal(params | given))
    scheduled = staffing.scheduled_agents(agents, params.get("shrinkage", 0.0))
    return _met(queue) | {"agents": _whole(agents), "scheduled": _whole(scheduled)}


def erlang_a(params, given):
    found = abandonment.erlang_a(*_traffic(given), given["agents"], given["patience_s"], given["target_s"])
    return {
        "offered_erlangs": found.load,
        "prob_wait": found.prob_wait,
        "abandon_prob": found.abandoned,
        "occupancy": found.occupancy,
        "avg_queue": found.length,
        "mean_wait_all_s": found.mean_wait,
        "service_level_answered_in_t_over_offered": found.service_level,
        "service_level_answered_in_t_over_answered": found.service_level_of_answered,
        "service_level_excl_short_abandons": found.service_level_without_short_abandons,
    }


def day_plan(params, given):
    calls, handling = ([interval[key] for interval in given["intervals"]] for key in ("calls", "aht_s"))
    plan = staffing.day_plan(
        calls,
        handling,
        interval=params.get("interval_s", 1800),
        shrinkage=params.get("shrinkage", 0.0),
        paid_hours=params["paid_hours_per_fte"],
        goal=_goal(params),
    )
    rows = zip(plan.agents, plan.scheduled, strict=True)
    return {
        "intervals": [{"agents": _whole(agents), "scheduled": _whole(scheduled)} for agents, scheduled in rows],
        "workload_hours": plan.workload_hours,
        "scheduled_hours": plan.scheduled_hours,
        "fte": plan.full_time,
        "peak_scheduled": _whole(plan.peak_scheduled),
        "efficiency": plan.efficiency,
    }


def halfin_whitt(params, given):
    beta, agents = erlang.halfin_whitt_agents(given["offered_erlangs"], given["prob_wait"])
    return {"beta": beta, "agents": agents}


def _traffic(given):
    return given["calls"], given["interval_s"], given["aht_s"]


def _goal(asked):
    return staffing.Goal(asked.get("service_level", 0.8), asked.get("target_s", 20), asked.get("max_occupancy", 0.85))


def _met(queue):
    return {
        "offered_erlangs": queue.load,
        "stable": queue.stable,
        "prob_wait": queue.prob_wait,
        "service_level": queue.service_level,
        "asa_s": queue.mean_wait,
        "occupancy": queue.occupancy,
        "mean_wait_if_delayed_s": queue.mean_wait_if_delayed,
        "avg_queue": queue.length,
    }


def _whole(number):
    return None if math.isnan(number) else int(number)
