"""Which of several tables is brought in first, so that each finds whom it is about."""

from nabiz.imports.mappings.model import Plan


def turn_of(plan: Plan) -> int:
    """Accounts, customers, what they subscribed to, what they did, and last what finds its owner by one of these."""
    if not plan.events:
        return 0 if plan.account and not plan.customer else 1
    if plan.whose:
        return 4
    kinds = {rule.kind.partition(".")[0] for rule in plan.events}
    return 2 if kinds & {"subscription", "user"} else 3
