"""Bring a message of Stripe's in, inside the transaction of the caller. The same messages in any order end the same."""

from collections.abc import Sequence

from nabiz.connectors.models import Connector, Moment
from nabiz.connectors.stripe import disputes, subscriptions
from nabiz.connectors.stripe.messages import read
from nabiz.customers.bulk import ROOT_OF
from nabiz.customers.claims import Claim, Group, Known
from nabiz.customers.identities import identify
from nabiz.timeline import bulk
from nabiz.timeline.commands import Draft, append_events


def bring(connector: Connector, body: bytes) -> str:
    """Returns the kind of message where it said something, else nothing. Raises Unusable."""
    has_accounts = bool(connector.options.get("has_accounts"))
    message = read(body, connector.name, has_accounts=has_accounts)
    who = identify(message.claim) if message.claim else None
    if message.drafts:
        append_events(_about(message.drafts, who))
    if message.moment:
        message.moment.connector = connector
        Moment.objects.bulk_create([message.moment], ignore_conflicts=True)
        _tell_anew(connector, message.moment.object_id, has_accounts)
    return message.type if message.claim or message.drafts or message.moment else ""


def _tell_anew(connector: Connector, object_id: str, has_accounts: bool) -> None:
    """All events of one object, made again from everything that was said of it; what does not follow any more goes."""
    moments = list(Moment.objects.filter(connector=connector, object_id=object_id))
    of = disputes if object_id.startswith(("ch_", "py_")) else subscriptions
    key = next((moment.customer for moment in moments if moment.customer), "")
    drafts = of.drafts_of(moments, connector.name)
    who = None
    if key and drafts:
        at = min(moment.at for moment in moments)
        who = identify(Claim(at, True, user_id=key, group=Group(key) if has_accounts else None))
    wanted = {draft.message_id for draft in _about(drafts, who)}
    bulk.withdraw_messages(connector.name, sorted(of.possible_messages(moments) - wanted))
    append_events(drafts)
    _correct(drafts)


def _about(drafts: Sequence[Draft], who: Known | None) -> Sequence[Draft]:
    for draft in drafts:
        draft.customer_id, draft.account_id = (who.customer_id, who.account_id) if who else (None, None)
    return drafts


def _correct(drafts: Sequence[Draft]) -> None:
    """Events that stand already, and say something else now that more is known."""
    bulk.open_stage()
    bulk.stage_drafts(drafts)
    bulk.take_in(root_of=ROOT_OF)
