"""What a rule would delete, counted before anybody settles it."""

from dataclasses import dataclass

from nabiz.privacy.periods import keeping_words, period_words
from nabiz.privacy.rules import Rule, moment, outdated

ALL = 1 << 40


@dataclass(frozen=True)
class Trial:
    """`removes` would go tonight, `stays` is what is left, under the period that was asked for."""

    days: int | None
    removes: int
    stays: int

    @property
    def sentence(self) -> str:
        return keeping_words(self.days)

    @property
    def period(self) -> str:
        return "" if self.days is None else period_words(self.days)


def try_retention(rule: Rule, days: int | None) -> Trial:
    removes = outdated(rule.keeping, days, ALL)
    return Trial(days, removes, rule.keeping.count(moment(0), ALL) - removes)
