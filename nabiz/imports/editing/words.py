"""What the form calls the parts of a mapping: questions and names as somebody with a spreadsheet would put them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nabiz.timeline.facts import Kind, declared_kinds

PERSON: dict[str, str | Promise] = {
    "user_id": _("Customer number"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "name": _("Name"),
    "anonymous_id": _("Anonymous visitor"),
    "language": _("Language"),
    "country": _("Country (two letters)"),
    "since": _("Customer since"),
}
COMPANY: dict[str, str | Promise] = {
    "key": pgettext_lazy("account", "Company, by its number or name"),
    "name": _("Name of the company"),
    "domain": _("Internet domain"),
}
EVENT: dict[str, str | Promise] = {
    "at": _("When?"),
    "value": _("Amount"),
    "currency": _("Currency"),
    "channel": _("Channel"),
    "touchpoint": _("Touchpoint"),
    "stage": _("Stage of the journey"),
}
KEY = _("Number of the row")
EACH = _("Rows with the same number here are one thing, such as the lines of an order")
FACTS: dict[str, str | Promise] = {
    "order": _("Order number"), "items": _("What was bought"), "quantity": _("Quantity"), "margin": _("Margin"),
    "reason": _("Reason"), "carrier": _("Carrier"), "days_late": _("Days late"), "promised_on": _("Promised on"),
    "subscription": _("Subscription number"), "plan": _("Plan"), "previous_plan": _("Plan before"),
    "mrr": _("Monthly amount"), "previous_mrr": _("Monthly amount before"), "seats": _("Seats"),
    "product": _("Product"), "was_trial": _("Was a trial"), "trial_days": _("Days of the trial"),
    "invoice": _("Invoice number"), "conversation": _("Ticket or conversation number"), "subject": _("Subject"),
    "queue": _("Queue"), "issue": _("Kind of issue"), "text": _("Text"), "details": _("Details"),
    "seconds_open": _("Time until it was solved (seconds)"), "to": _("Handed to"), "agent": _("Agent"),
    "call": _("Call number"), "was_answered": _("Was answered"), "wait_seconds": _("Seconds waited"),
    "talk_seconds": _("Seconds talked"),
    "hold_seconds": _("Seconds on hold"), "after_seconds": _("Seconds of work after"),
    "answer_within": _("Answer promised within (seconds)"), "resolve_within": _("Solution promised within (seconds)"),
    "is_public": _("Seen by the customer"), "is_automatic": _("Sent by a machine"),
    "survey": _("Survey"), "measure": _("What it measures (nps, csat or ces)"), "score": _("Score"),
    "comment": _("Comment"), "language": _("Language"), "invitation": _("Invitation number"),
    "question": _("Question"), "response": _("Response number"), "feature": _("Feature"),
    "count": _("How many times"), "path": _("Address of the page"), "title": _("Title"),
    "referrer": _("Came from"), "device": _("Device"), "review": _("Review number"), "site": _("Site"),
    "rating": _("Stars"), "body": _("Review text"), "author": _("Author"), "url": _("Address"),
    "version": _("Version"), "territory": _("Country"), "location": _("Place"), "thumbs": _("Found helpful"),
    "reply": _("Our reply"), "replied_at": _("Replied at"),
}  # fmt: skip
FAMILIES: dict[str, str | Promise] = {
    "money": _("Orders and payments"),
    "support": _("Support"),
    "feedback": _("Feedback"),
    "usage": _("Visits and use"),
}
CONDITIONS: dict[str, str | Promise] = {
    "is": pgettext_lazy("condition", "is"),
    "is not": pgettext_lazy("condition", "is not"),
    "is one of": pgettext_lazy("condition", "is one of"),
    "is not one of": pgettext_lazy("condition", "is not one of"),
    "is empty": pgettext_lazy("condition", "is blank"),
    "is not empty": pgettext_lazy("condition", "is not blank"),
    "contains": pgettext_lazy("condition", "contains"),
    "starts with": pgettext_lazy("condition", "begins with"),
    "does not start with": pgettext_lazy("condition", "does not begin with"),
    "<": pgettext_lazy("condition", "is less than"),
    "<=": pgettext_lazy("condition", "is at most"),
    ">": pgettext_lazy("condition", "is more than"),
    ">=": pgettext_lazy("condition", "is at least"),
}
TYPES: dict[str, str | Promise] = {
    "text": _("text"), "number": _("number"), "integer": _("whole number"), "moment": _("point in time"),
    "day": _("day"), "clock": _("time of day"), "truth": _("yes or no"), "email": _("e-mail"), "phone": _("phone"),
}  # fmt: skip


def fact_label(name: str) -> str | Promise:
    return FACTS.get(name) or name.replace("_", " ")


def kinds_by_family() -> list[tuple[str | Promise, list[Kind]]]:
    """What can have happened, in groups. What members do in Nabız is not theirs to bring."""
    kinds = [kind for kind in declared_kinds() if kind.family in FAMILIES]
    return [(label, [kind for kind in kinds if kind.family == family]) for family, label in FAMILIES.items()]
