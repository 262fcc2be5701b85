"""The page of one theme, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import reverse

from nabiz.customers.queries import visible_customers
from nabiz.metrics.parsing import Home
from nabiz.themes import pages
from nabiz.themes.models import Theme
from nabiz.themes.pictures import tone_bar, tone_words
from nabiz.themes.queries import size_of, tally_of, theme_tree, verbatims_of, visible_themes
from nabiz.themes.sizewords import size_words
from nabiz.themes.windows import CHOICES, Stretch
from nabiz.themes.wording import wording_on_page

if TYPE_CHECKING:
    from nabiz.team.models import Member


def said_page(theme: Theme, query: QueryDict, member: Member) -> dict[str, Any]:
    """One page of what was said, newest first."""
    given = query.get("page", "1")
    page = max(1, int(given)) if given.isdecimal() and len(given) < 5 else 1
    said = verbatims_of(theme, pages.wanted_of(query))
    several = list(said[(page - 1) * pages.ROWS : page * pages.ROWS + 1])
    people = visible_customers(member).in_bulk([each.customer_id for each in several if each.customer_id])
    return {
        "theme": theme,
        "quotes": pages.quotes_of(several[: pages.ROWS], people),
        "more_url": pages.more_url(theme, query, page + 1) if len(several) > pages.ROWS else "",
        "may_change": member.can("succeed"),
        "others": sorted(visible_themes(member).present().exclude(pk=theme.pk), key=str),
    }


def theme_page(theme: Theme, query: QueryDict, member: Member, home: Home) -> dict[str, Any]:
    """All that stands above it: size, trend, a few telling quotes, filters."""
    url, wanted, period = reverse("themes:theme", args=[theme.pk]), pages.wanted_of(query), pages.period_of(query)
    stretch = wanted.stretch or Stretch.of_days(CHOICES[period])
    size = size_of(theme, stretch)
    return {
        "size": size_words(size, home),
        "spike": size.spike,
        "whole": size.tally,
        "tone": tone_bar(size.tally),
        "tone_words": tone_words(size.tally),
        "tally": tally_of(verbatims_of(theme, wanted)),
        "wording": wording_on_page(theme, member),
        "telling": pages.telling_quotes(theme, wanted),
        "trend": pages.trend_of(theme, stretch),
        "choices": pages.choices_of(theme, member, query),
        "chips": pages.chips_of(query, url),
        "periods": pages.period_links(query, url),
        "period": period,
        "branches": [each for each in visible_themes(member).exclude(key="") if each.pk != theme.pk],
        "lines": list(pages.lines_of(_below(theme, stretch))),
    }


def _below(theme: Theme, stretch: Stretch) -> list[Any]:
    return [child for branch in theme_tree(stretch) if branch.theme.pk == theme.pk for child in branch.children]
