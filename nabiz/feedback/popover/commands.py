"""Let a survey show itself on the company's pages, and give those pages their key."""

from itertools import count

from django.db import transaction
from django.utils import timezone

from nabiz.feedback.authoring import change_survey, open_link
from nabiz.feedback.events import SurveyChanged
from nabiz.feedback.models import Survey
from nabiz.feedback.popover.models import PURPOSE, Popover, Site
from nabiz.intake.commands import NameRefused, create_source
from nabiz.team.boxes import locked
from nabiz.team.tokens import new_token
from nabiz.timeline.commands import Actor, announce


@transaction.atomic
def show_on_pages(survey: Survey, *, sites: list[str], by: Actor, **fields: object) -> Popover:
    """Everybody is asked by the link for everybody, which is made where there is none."""
    change_survey(survey, allowed_sites=sites, by=by)
    shown, _ = Popover.objects.update_or_create(
        survey=survey, defaults=fields, create_defaults={**fields, "by_id": by.pk}
    )
    announce(SurveyChanged(name=survey.name, what="popover set"), by=by)
    if shown.audience == Popover.Audience.EVERYBODY:
        open_link(survey, by=by)
    return shown


@transaction.atomic
def pause_popover(survey: Survey, *, by: Actor) -> None:
    if Popover.objects.filter(survey=survey, paused_at=None).update(paused_at=timezone.now()):
        announce(SurveyChanged(name=survey.name, what="popover paused"), by=by)


@transaction.atomic
def resume_popover(survey: Survey, *, by: Actor) -> None:
    if Popover.objects.filter(survey=survey).exclude(paused_at=None).update(paused_at=None):
        announce(SurveyChanged(name=survey.name, what="popover resumed"), by=by)


@transaction.atomic
def make_site(*, by: Actor) -> Site:
    """The key of the company's pages, made once."""
    for n in count(1):
        if known := Site.objects.active().first():  # also one that was made while this waited for its name
            return known
        try:
            with transaction.atomic():
                source, key = create_source(f"website {n}" if n > 1 else "website", "browser", by=by)
        except NameRefused:
            continue
        return Site.objects.create(source=source, key=key)
    raise AssertionError("names do not run out")


@transaction.atomic
def new_secret(site: Site, *, by: Actor) -> str:
    """By which the pages sign who is signed in. The old one stops at once."""
    secret = new_token()
    site.boxed_secret = locked(secret, PURPOSE)
    site.save(update_fields=["boxed_secret"])
    return secret
