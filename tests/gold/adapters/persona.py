from nabiz.statistics import revenue_coverage as revenue

from .options import taken_by


def revenue_coverage(params, given):
    found = revenue.coverage(given["revenue"], given["persona"], **taken_by(revenue.coverage, params))
    return {
        "order": list(found.order),
        "cumulative_share": found.cumulative,
        "share_top": found.share.value,
        "personas_needed": found.personas_needed,
        "unassigned_share": found.unassigned_share,
        "passes": found.passes,
    }
