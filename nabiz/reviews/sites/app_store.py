"""App Store Connect: customerReviews of an app, and customerReviewResponses.

Apple does not say when a review was changed, so a change counts from when it was seen. An answer appears in the store
some time after it was taken. Shapes: https://developer.apple.com/documentation/appstoreconnectapi/customer-reviews and
…/customer-review-responses. The limit of an answer stands in App Store Connect's form.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabiz.reviews.feeds import Entry, moment, stars
from nabiz.reviews.sites.asking import Trouble, ask, part, parts, word, words
from nabiz.reviews.sites.kinds import MOST_PAGES, Account, Field, Kind
from nabiz.reviews.sites.tokens import of_app_store

QUERY = {
    "sort": "-createdDate",
    "limit": "200",
    "include": "response",
    "fields[customerReviewResponses]": "responseBody,lastModifiedDate,state",
}


def pages(account: Account) -> Iterator[list[Entry]]:
    url = f"{account['base']}/v1/apps/{quote(account['app'], safe='')}/customerReviews?{urlencode(QUERY)}"
    for _page in range(MOST_PAGES):
        told = ask(url, token=_token(account))
        answers = {word(each, "id"): part(each, "attributes") for each in parts(told, "included")}
        yield [entry for each in parts(told, "data") if (entry := _entry(each, answers))]
        url = word(part(told, "links"), "next")
        if not url:
            return
        # The token goes nowhere but to the site that was asked first.
        if urlsplit(url)[:2] != urlsplit(account["base"])[:2]:
            raise Trouble("odd")


def send(account: Account, review: str, text: str) -> str:
    its_review = {"data": {"type": "customerReviews", "id": review}}
    data = {
        "type": "customerReviewResponses",
        "attributes": {"responseBody": text},
        "relationships": {"review": its_review},
    }
    url = f"{account['base']}/v1/customerReviewResponses"
    told = ask(url, token=_token(account), method="POST", content={"data": data})
    return words(part(told, "data", "attributes"), "responseBody") or text


def _token(account: Account) -> str:
    return of_app_store(issuer=account["issuer"], key_id=account["key_id"], key=account["key"])


def _entry(each: dict[str, Any], answers: dict[str, dict[str, Any]]) -> Entry | None:
    said, now = part(each, "attributes"), timezone.now()
    ours = answers.get(word(part(each, "relationships", "response", "data"), "id"), {})
    entry = Entry(
        key=words(each, "id", "key"),
        at=min(moment(word(said, "createdDate")) or now, now),
        changed_at=now,
        title=words(said, "title", "title"),
        body=words(said, "body"),
        author=words(said, "reviewerNickname", "author"),
        url="",
        rating=stars(word(said, "rating")),
        version="",
        territory=words(said, "territory", "author")[:20],
        reply=words(ours, "responseBody"),
        replied_at=moment(word(ours, "lastModifiedDate")),
    )
    return entry if entry.key and (entry.title or entry.body) else None


APP_STORE = Kind(
    key="app_store",
    label="App Store",
    fields=(
        Field(
            "app", _("Apple ID of the app"), _("The number in App Store Connect under App Information."), form=r"[0-9]+"
        ),
        Field("issuer", _("Issuer ID"), _("Above the list of keys in App Store Connect."), form=r"[0-9A-Za-z-]+"),
        Field(
            "key_id",
            _("Key ID"),
            _("Beside the key. A key that may answer has the role Customer Support or more."),
            form=r"[0-9A-Za-z]+",
        ),
        Field("key", _("Private key"), _("The .p8 file, all of it. Apple hands it out once."), is_secret=True),
    ),
    home="https://api.appstoreconnect.apple.com",
    longest=5_970,
    pages=pages,
    send=send,
)
