"""Spans of time that one can choose from, in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PERIODS = (7, 30, 90, 180, 365, 395, 760, 1095, 1825, 3650)
MONTH = 30.4
YEAR = 365


def period_words(days: int) -> str:
    """30 days, 13 months, 3 years."""
    if days % YEAR == 0:
        return ngettext("%(n)s year", "%(n)s years", days // YEAR) % {"n": days // YEAR}
    if days >= 90:
        months = round(days / MONTH)
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def keeping_words(days: int | None) -> str:
    if days is None:
        return _("Kept until the person is erased.")
    return _("Deleted after %(period)s.") % {"period": period_words(days)}
