"""What stands on the public page, and in its feeds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from nabiz.feedback.pages import default_brand, house_of, shell_of
from nabiz.feedback.responding import POLICY
from nabiz.followups.heard.models import Story
from nabiz.followups.heard.stories import showing
from nabiz.followups.wording import day_words

ON_A_PAGE, IN_A_FEED = 10, 20


@dataclass(frozen=True)
class Told:
    """A story in the reader's language, or in the one that it has."""

    url: str
    title: str
    text: str
    language: str
    at: datetime
    day: str


def told(story: Story, language: str) -> Told:
    its = language if language in story.languages else story.languages[0]
    at = story.publication.at
    url = reverse("heard:story", args=[story.pk])
    return Told(url, story.title_in(its), story.text_in(its), its, at, day_words(at))


def list_page(language: str, number: int) -> dict[str, Any]:
    """One page of stories, the newest first."""
    start = (number - 1) * ON_A_PAGE
    found = list(Story.objects.published()[start : start + ON_A_PAGE + 1])
    stories = [told(story, language) for story in found[:ON_A_PAGE]]
    later = f"?page={number + 1}&lang={language}" if len(found) > ON_A_PAGE else ""
    return _shell(language) | {"stories": stories, "older_url": later, "number": number}


def one_page(story: Story, language: str) -> dict[str, Any]:
    return _shell(language) | {"story": told(story, language)}


def feed(language: str) -> str:
    """The newest stories as Atom."""
    home = f"{settings.PUBLIC_URL}{reverse('heard:heard')}"
    atom = Atom1Feed(
        title=f"{_('You said, we did')} · {house_of()[0]}",
        link=f"{home}?lang={language}",
        description="",
        language=language,
        feed_url=f"{settings.PUBLIC_URL}{reverse('heard:feed', args=[language])}",
    )
    for each in (told(story, language) for story in Story.objects.published()[:IN_A_FEED]):
        link = f"{settings.PUBLIC_URL}{each.url}?lang={language}"
        atom.add_item(each.title, link, each.text, unique_id=f"{settings.PUBLIC_URL}{each.url}", pubdate=each.at)
    return str(atom.writeString("utf-8"))


def with_headers(response: HttpResponse, language: str) -> HttpResponse:
    """Anybody may keep it for five minutes, so that what is withdrawn is soon gone everywhere."""
    response["Content-Security-Policy"] = POLICY.format("'none'")
    response["Cache-Control"] = "public, max-age=300"
    response["Content-Language"] = language
    if not showing().is_indexed:
        response["X-Robots-Tag"] = "noindex"
    return response


def _shell(language: str) -> dict[str, Any]:
    return shell_of(default_brand(), house_of()[0], language) | {"feed_url": reverse("heard:feed", args=[language])}
