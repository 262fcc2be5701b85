"""The periods that pages offer, the same everywhere: each is compared with the one before it, of equal length."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.kernel.periods import GRAINS, period_of
from nabiz.metrics.windows import ONE_DAY


@dataclass(frozen=True)
class PeriodChoice:
    """Windows of this grain, so many of them, the last of which is what is looked at."""

    key: str
    label: str | Promise
    windows: int

    @property
    def is_calendar(self) -> bool:
        return self.key.isalpha()

    def last_day(self, today: date, zone: ZoneInfo) -> date:
        """Runs of days end today; of calendar periods the last whole one is shown, for half a month is not a month."""
        if not self.is_calendar:
            return today
        return period_of(today, next(grain for grain in GRAINS if grain == self.key), zone).first - ONE_DAY

    def first_day(self, last: date, zone: ZoneInfo) -> date:
        if not self.is_calendar:
            return last - timedelta(days=int(self.key[:-1]) * self.windows) + ONE_DAY
        period = period_of(last, next(grain for grain in GRAINS if grain == self.key), zone)
        for _step in range(self.windows - 1):
            period = period.previous()
        return period.first


CHOICES = {
    choice.key: choice
    for choice in (
        PeriodChoice("7d", _("7 days"), 13),
        PeriodChoice("28d", _("28 days"), 13),
        PeriodChoice("91d", _("91 days"), 8),
        PeriodChoice("month", _("Last month"), 13),
        PeriodChoice("quarter", _("Last quarter"), 8),
    )
}
USUAL = "28d"


def choice_named(key: str) -> PeriodChoice:
    """The choice of that name, or the usual one."""
    return CHOICES.get(key) or CHOICES[USUAL]
