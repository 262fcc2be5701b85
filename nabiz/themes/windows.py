"""A stretch of time that a page looks at, in days of the reader's zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.utils import timezone

CHOICES = {"28": 28, "90": 90, "365": 365, "all": 3650}
USUAL = "90"


@dataclass(frozen=True)
class Stretch:
    """From the first day up to, not including, the last."""

    first: date
    until: date

    @classmethod
    def of_days(cls, days: int) -> Self:
        """The last so many days, today included."""
        tomorrow = timezone.localdate() + timedelta(days=1)
        return cls(tomorrow - timedelta(days=days), tomorrow)

    @property
    def start(self) -> datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        return _midnight(self.until)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
