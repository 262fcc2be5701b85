"""Why an event was rejected, or what was done to it before it was stored: a sentence each for the live events page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    # rejected
    "not_an_object": _("An event must be a JSON object."),
    "too_large": _("The event is larger than 32 KB."),
    "too_deep": _("The event is nested more than 250 levels deep."),
    "unknown_type": _("“%(detail)s” is no type of event. Types are track, identify, page, screen, group and alias."),
    "no_identity": _("Neither userId nor anonymousId says who it was."),
    "bad_identity": _("“%(detail)s” must be text or a whole number, no longer than 255 characters."),
    "no_event": _("A track call needs the name of its event in “event”."),
    "long_name": _("The name of the event is longer than 255 characters."),
    "no_group": _("A group call needs a groupId."),
    "no_previous": _("An alias call needs userId, and the earlier id in previousId."),
    "not_a_time": _("The timestamp is no date and time: %(detail)s"),
    "time_out_of_range": _("The timestamp is before 1990, or more than a day ahead: %(detail)s"),
    "bad_properties": _("“%(detail)s” must be a JSON object."),
    "not_str": _("A property should be text: %(detail)s"),
    "not_int": _("A property should be a whole number: %(detail)s"),
    "not_float": _("A property should be a number: %(detail)s"),
    "not_Decimal": _("A property should be an amount of at most 14 digits: %(detail)s"),
    "not_bool": _("A property should be true or false: %(detail)s"),
    "not_date": _("A property should be a date such as 2026-11-22: %(detail)s"),
    "not_datetime": _("A property should be a time with its offset, such as 2026-11-22T10:00:00+03:00: %(detail)s"),
    "missing_fact": _("This kind of event needs the property “%(detail)s”."),
    "reserved": _("“%(detail)s” is an event of Nabız itself and cannot be sent from outside."),
    "not_allowed": _("“%(detail)s” is not on the list of events that this source may send."),
    # stored, with a note
    "cleaned": _("Characters that cannot be stored were taken out."),
    "clock_corrected": _("The sender's clock was wrong, so the time was corrected."),
    "from_the_future": _("The timestamp lay ahead, so the time of receipt counts."),
    "kept_as_other": _("Kept under its own name; something is missing for %(detail)s."),
    "no_news": _("It told nothing new."),
    "no_money": _("The amount is no number of at most 14 digits, so it does not count as money: %(detail)s"),
}


def sentence(reason: str, detail: str) -> str:
    return str(SENTENCES[reason]) % {"detail": detail} if reason in SENTENCES else reason


class Rejected(Exception):
    """One event cannot be taken; the others can."""

    def __init__(self, reason: str, detail: object = "") -> None:
        self.reason = reason
        self.detail = str(detail)[:200]
        super().__init__(reason)
