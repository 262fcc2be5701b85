"""How many were asked and how many were not, as one would say it: "12,400 can be asked, 3,100 asked too recently"."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabiz.feedback.sending.models import Turn
from nabiz.ui.formats import format_value

Reason = Turn.Reason


def sentence_of(eligible: int, held: Mapping[str, int]) -> str:
    """The most frequent reason first."""
    by_size = sorted(held.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join([eligible_phrase(eligible), *(held_phrase(reason, n) for reason, n in by_size if n)])


def eligible_phrase(n: int) -> str:
    return ngettext("%(n)s can be asked", "%(n)s can be asked", n) % {"n": _figure(n)}


def asked_phrase(n: int) -> str:
    return ngettext("%(n)s asked", "%(n)s asked", n) % {"n": _figure(n)}


def waiting_phrase(n: int) -> str:
    return ngettext("%(n)s waiting", "%(n)s waiting", n) % {"n": _figure(n)}


def held_phrase(reason: str, n: int) -> str:
    words = {
        Reason.CAPPED: _("%(n)s capped, asked too recently or too often"),
        Reason.DECLINED: _("%(n)s do not want to be asked"),
        Reason.NO_CONSENT: _("%(n)s without consent"),
        Reason.NO_ADDRESS: _("%(n)s without a working address"),
        Reason.NEW: _("%(n)s with us for too short a time"),
        Reason.ASKED_NOTHING: _("%(n)s while the survey was not live"),
        Reason.ELSEWHERE: _("%(n)s not in the segment"),
    }
    known = {str(key): text for key, text in words.items()}
    return known.get(reason, f"{reason}: %(n)s") % {"n": _figure(n)}


def _figure(n: int) -> str:
    return format_value(n, "count")
