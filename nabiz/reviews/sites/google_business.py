"""Google Business Profile: reviews of a place on Maps, accounts.locations.reviews of the My Business API v4.

Stars are words, a review may have stars alone, and an answer is limited in bytes. Only locations that Google has
verified are told of. Google grants the API on request, and asks as a person who may manage the location. Shapes and
limits: https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabiz.reviews.feeds import Entry, moment
from nabiz.reviews.sites.asking import ask, part, parts, word, words
from nabiz.reviews.sites.kinds import MOST_PAGES, Account, Field, Kind
from nabiz.reviews.sites.tokens import of_refresh_token

STARS = {"ONE": 1.0, "TWO": 2.0, "THREE": 3.0, "FOUR": 4.0, "FIVE": 5.0}
AT_ONCE = 50
TOKENS = "https://oauth2.googleapis.com/token"


def pages(account: Account) -> Iterator[list[Entry]]:
    token, after = _token(account), ""
    for _page in range(MOST_PAGES):
        query = {"pageSize": AT_ONCE, "orderBy": "updateTime desc"} | ({"pageToken": after} if after else {})
        told = ask(f"{_reviews(account)}?{urlencode(query)}", token=token)
        yield [entry for each in parts(told, "reviews") if (entry := _entry(each))]
        after = word(told, "nextPageToken")
        if not after:
            return


def send(account: Account, review: str, text: str) -> str:
    url = f"{_reviews(account)}/{quote(review, safe='')}/reply"
    told = ask(url, token=_token(account), method="PUT", content={"comment": text})
    return words(told, "comment") or text


def _token(account: Account) -> str:
    known = {name: account[name] for name in ("client_id", "client_secret", "refresh_token")}
    return of_refresh_token(account.get("tokens", TOKENS), **known)


def _reviews(account: Account) -> str:
    its, place = (quote(account[name], safe="") for name in ("account", "location"))
    return f"{account['base']}/v4/accounts/{its}/locations/{place}/reviews"


def _entry(each: dict[str, Any]) -> Entry | None:
    now, ours = timezone.now(), part(each, "reviewReply")
    at = min(moment(word(each, "createTime")) or now, now)
    entry = Entry(
        key=words(each, "reviewId", "key"),
        at=at,
        changed_at=min(moment(word(each, "updateTime")) or at, now),
        title="",
        body=words(each, "comment"),
        author=words(part(each, "reviewer"), "displayName", "author"),
        url="",
        rating=STARS.get(word(each, "starRating")),
        version="",
        reply=words(ours, "comment"),
        replied_at=moment(word(ours, "updateTime")),
    )
    return entry if entry.key and (entry.body or entry.rating) else None


NUMBER = r"[0-9]+"
GOOGLE_BUSINESS = Kind(
    key="google_business",
    label="Google Business",
    fields=(
        Field("account", _("Number of the account"), _("What follows accounts/ in the API."), form=NUMBER),
        Field("location", _("Number of the location"), _("What follows locations/ in the API."), form=NUMBER),
        Field("client_id", _("Client ID"), _("Of an OAuth client in the Google Cloud project that has the API.")),
        Field("client_secret", _("Client secret"), _("Stands beside the client ID."), is_secret=True),
        Field(
            "refresh_token",
            _("Refresh token"),
            _("Of a person who may manage the location, for the scope business.manage."),
            is_secret=True,
        ),
    ),
    home="https://mybusiness.googleapis.com",
    longest=4_096,
    counts="bytes",
    pages=pages,
    send=send,
)
