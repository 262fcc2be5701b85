"""One cause that the company has taken up, and what it tells its customers about it."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from nabiz.demo.models import DemoRun
from nabiz.demo.truths import BAD_WEEK
from nabiz.followups.heard.models import Publication, Story
from nabiz.followups.models import Cause
from nabiz.team.models import Member
from nabiz.themes.starters import label_of, starters

MENDED: Final = timedelta(days=BAD_WEEK.starts_days_before_end - BAD_WEEK.days)
TOLD: Final = {
    "title_tr": "Kargonuz artık gününde",
    "text_tr": "Paketlerin geciktiğini ve kimsenin haber vermediğini yazdınız. Artık yoğun haftalarda ikinci bir "
    "taşıyıcıyla çalışıyoruz; bir paket gecikirse size biz haber veriyoruz.",
    "title_en": "Your parcel, on the day",
    "text_en": "You told us that parcels came late and nobody said a word. In busy weeks a second carrier now helps "
    "out, and when a parcel is late we tell you first.",
}


def write_cause(run: DemoRun, language: str) -> None:
    """Late parcels, after the week in which they hurt most. A company of its own takes up its own causes."""
    manager = Member.objects.filter(pk__in=run.member_ids, role=Member.Role.MANAGER).first()
    theme = starters()["delivery"] if manager else None
    if manager is None or theme is None or Cause.objects.filter(theme=theme).exists():
        return
    since = (run.ends_at - MENDED).date()
    with override(language):
        action = _("In busy weeks a second carrier helps out. Whoever waits longer than promised is told by SMS.")
        about = {"name": label_of("delivery"), "owner": manager, "action": action, "action_since": since}
    cause = Cause.objects.create(theme=theme, since=run.ends_at - MENDED - timedelta(days=5), **about)
    run.cause_ids.append(cause.pk)
    told = Story.objects.create(cause=cause, by=manager, written_at=run.ends_at - timedelta(days=9), **TOLD)
    Publication.objects.create(story=told, by=manager, at=run.ends_at - timedelta(days=8))


def remove_causes(run: DemoRun) -> None:
    Cause.objects.filter(pk__in=run.cause_ids).delete()
