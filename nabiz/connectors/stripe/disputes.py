"""From what was said of a charge to the events of the disputes about it."""

from collections.abc import Sequence
from decimal import Decimal

from nabiz.connectors.events import PaymentDisputed
from nabiz.connectors.models import Moment
from nabiz.timeline.catalogue import OrderReturned
from nabiz.timeline.commands import Draft

KINDS = [PaymentDisputed.kind.name, OrderReturned.kind.name]


def drafts_of(moments: Sequence[Moment], source: str) -> list[Draft]:
    """Only a lost dispute takes the money back."""
    drafts = []
    for moment in moments:
        told = moment.state
        if "status" not in told:
            continue
        facts = {"order": moment.object_id, "reason": told["reason"]}
        drafts.append(_draft(KINDS[0], moment, facts | {"status": told["status"]}, source))
        if told["status"] == "lost":
            drafts.append(_draft(KINDS[1], moment, facts, source))
    return drafts


def possible_messages(moments: Sequence[Moment]) -> set[str]:
    return {f"{kind}:{moment.external_id}" for moment in moments if "status" in moment.state for kind in KINDS}


def _draft(kind: str, moment: Moment, facts: dict[str, str], source: str) -> Draft:
    told = moment.state
    return Draft(
        kind, moment.at, channel="api", value=Decimal(told["amount"]), currency=told["currency"], facts=facts,
        source=source, message_id=f"{kind}:{moment.external_id}",
    )  # fmt: skip
