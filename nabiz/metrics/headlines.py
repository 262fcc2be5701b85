"""The metrics of the front page. They are looked at together, so their changes are judged together."""

HEADLINES: dict[str, tuple[str, ...]] = {
    "hear": ("nps", "csat", "ces", "response_rate"),
    "keep": ("time_to_resolution", "effort_index", "retention", "churn"),
    "grow": ("nrr", "mrr", "average_order_value", "active_customers"),
}


def headline_names() -> list[str]:
    return [name for members in HEADLINES.values() for name in members]
