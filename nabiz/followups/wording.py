"""A rule as one sentence, in the reader's language."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabiz.customers.queries import segment_names, segment_slugs
from nabiz.followups.models import Rule
from nabiz.team.queries import company, home_zone
from nabiz.themes.queries import standing_theme
from nabiz.ui import formats
from nabiz.ui.stages import stage_label


def rule_in_words(rule: Rule) -> str:
    """NPS ≤ 6 from an account above 50,000 ₺: follow-up within 24 hours, owner: the account's owner."""
    days = ngettext("%(n)s hour", "%(n)s hours", rule.due_hours) % {"n": rule.due_hours}
    if rule.skips_weekends:
        days = _("%(hours)s, weekends and holidays not counted") % {"hours": days}
    owner = str(rule.member) if rule.owner_is == Rule.Owner.MEMBER and rule.member else rule.get_owner_is_display()
    facts = {"what": ", ".join([str(rule), *_conditions(rule)]), "hours": days, "owner": owner}
    return _("%(what)s: follow-up within %(hours)s, owner: %(owner)s") % facts


def after_words(rule: Rule) -> str:
    """What happens after closing."""
    if rule.reask_days is None or rule.measure == Rule.Measure.REVIEW:  # a comment without a score is not asked again
        return _("Not asked again after closing.")
    n = rule.reask_days
    return ngettext("Asked again %(n)s day after closing.", "Asked again %(n)s days after closing.", n) % {"n": n}


def day_words(at: datetime) -> str:
    """The day of a moment, on the company's calendar."""
    return formats.format_day(at.astimezone(home_zone()).date())


def missing_segment(rule: Rule) -> bool:
    return bool(rule.segment) and rule.segment not in segment_slugs()


def _conditions(rule: Rule) -> list[str]:
    parts = []
    if rule.account_above is not None:
        its = company()
        amount = formats.format_money(rule.account_above, its.currency if its else "TRY")
        parts.append(_("account above %(amount)s a month") % {"amount": amount})
    for text, value in (
        (_("survey “%(value)s”"), rule.survey),
        (_("touchpoint “%(value)s”"), rule.touchpoint),
        (_("stage “%(value)s”"), stage_label(rule.stage)),
        (_("segment “%(value)s”"), rule.segment and segment_names().get(rule.segment, rule.segment)),
    ):
        if value:
            parts.append(text % {"value": value})
    return [*parts, *_word_conditions(rule)]


def _word_conditions(rule: Rule) -> list[str]:
    parts = [_("with a comment")] if rule.needs_comment and not rule.asks_words else []
    if rule.theme is not None:
        theme = standing_theme(rule.theme)
        parts.append(
            _("comment about “%(theme)s”") % {"theme": theme} if theme else _("comment about a theme that is gone")
        )
    if rule.tone:
        parts.append(_("in a %(tone)s tone") % {"tone": rule.get_tone_display()})
    return parts
