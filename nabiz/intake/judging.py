"""From one event as sent to what it is about and what goes on the timeline, or to the reason why not."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from nabiz.customers.claims import Claim
from nabiz.customers.normalise import id_of
from nabiz.intake.clock import BadTime, Times, times
from nabiz.intake.reading import Parcel, cleaned
from nabiz.intake.reasons import Rejected
from nabiz.intake.telling import group_of, profile_of
from nabiz.intake.translating import Sending, draft_of
from nabiz.timeline.commands import Draft

EVENT_LIMIT = 32 * 1024
LONGEST_ID = 255
TYPES = frozenset({"track", "identify", "page", "screen", "group", "alias"})
TOLD = frozenset({"identify", "group", "alias"})  # calls that tell about a customer instead of about an event


@dataclass(slots=True)
class Judged:
    """An event and what is to become of it. Rejected where it has no claim; `note` is a reason in either case."""

    payload: Any
    type: str = ""
    name: str = ""
    message_id: str = ""
    who: str = ""
    claim: Claim | None = None
    times: Times | None = None
    draft: Draft | None = None
    reason: str = ""
    detail: str = ""

    def note(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail


def judge(event: Any, parcel: Parcel, call: str, sending: Sending, received_at: datetime, made_id: str) -> Judged:
    """`made_id` is the message id of an event without one, the same whenever the delivery is tried again."""
    judged = Judged({}, message_id=made_id)
    try:
        _judge(judged, event, parcel, call, sending, received_at)
    except Rejected as rejected:
        judged.claim = judged.draft = None
        judged.note(rejected.reason, rejected.detail)
    except BadTime as bad:
        judged.claim = judged.draft = None
        judged.note(str(bad), str(_original(judged.payload))[:80])
    return judged


def stamp(judged: Judged) -> None:
    """Put the four times and the message id on the draft."""
    draft, at = judged.draft, judged.times
    assert draft
    assert at
    draft.happened_at, draft.received_at = at.happened_at, at.received_at
    draft.original_at, draft.sent_at = at.original_at, at.sent_at
    draft.message_id = judged.message_id


def _judge(judged: Judged, event: Any, parcel: Parcel, call: str, sending: Sending, received_at: datetime) -> None:
    if not isinstance(event, dict):
        raise Rejected("not_an_object")
    if parcel.must_be_cleaned:
        event = _clean(judged, event)
    _check_size(event)
    judged.payload = event
    judged.message_id = _message_id(event.get("messageId")) or judged.message_id
    judged.type = call if call != "batch" else str(event.get("type", ""))[:20]
    judged.name = _name(event, judged.type)
    if judged.type not in TYPES:
        raise Rejected("unknown_type", judged.type)
    at = times(_original(event), parcel.sent_at or event.get("sentAt"), received_at)
    judged.times = at
    if at.note:
        judged.note(at.note)
    judged.claim = _claim(event, judged.type, at, sending)
    judged.who = judged.claim.user_id or judged.claim.anonymous_id
    if judged.type not in TOLD:
        context = event.get("context") or parcel.context
        judged.draft, note = draft_of(event, judged.type, judged.name, context, sending)
        if note:
            judged.note(*note)
        stamp(judged)


def _clean(judged: Judged, event: dict[str, Any]) -> dict[str, Any]:
    try:
        clean: dict[str, Any] = cleaned(event)
    except RecursionError:
        raise Rejected("too_deep") from None
    if clean != event:
        judged.note("cleaned")
    return clean


def _check_size(event: dict[str, Any]) -> None:
    try:
        size = len(orjson.dumps(event))
    except TypeError:  # its only complaint about what was JSON before
        raise Rejected("too_deep") from None
    if size > EVENT_LIMIT:
        raise Rejected("too_large")


def _message_id(given: Any) -> str:
    """Shortened in a way that stays unique, for an index has room for so much."""
    text = given if isinstance(given, str) else str(given) if isinstance(given, int) and given is not True else ""
    if len(text) <= LONGEST_ID:
        return text
    return "sha256-" + hashlib.sha256(text.encode()).hexdigest()


def _name(event: dict[str, Any], its_type: str) -> str:
    given = event.get("event") if its_type == "track" else event.get("name") if its_type in {"page", "screen"} else ""
    return given.strip()[: LONGEST_ID + 1] if isinstance(given, str) else ""


def _claim(event: dict[str, Any], its_type: str, at: Times, sending: Sending) -> Claim:
    claim = Claim(at.happened_at, sending.is_trusted, _id(event, "userId"), _id(event, "anonymousId"))
    if its_type == "identify":
        claim.profile = profile_of(event)
    elif its_type == "group":
        claim.group = group_of(event, _id(event, "groupId"))
    elif its_type == "alias":
        claim.previous_id = _id(event, "previousId")
        if not (claim.previous_id and claim.user_id):
            raise Rejected("no_previous")
    if not (claim.user_id or claim.anonymous_id):
        raise Rejected("no_identity")
    return claim


def _id(event: dict[str, Any], name: str) -> str:
    try:
        return id_of(event.get(name))
    except ValueError:
        raise Rejected("bad_identity", name) from None


def _original(event: dict[str, Any]) -> Any:
    """Some SDKs keep the time of the event apart from a timestamp of their own."""
    return event.get("originalTimestamp") or event.get("timestamp")
