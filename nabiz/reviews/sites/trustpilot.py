"""Trustpilot: private service reviews of a business unit, and the answer under one.

The API belongs to paid plans. Tokens: https://developers.trustpilot.com/grant-type-client-credentials; an answer names
the business user who gives it. Trustpilot documents no limit of an answer and no way to change one, only to remove it;
Nabız therefore leaves changing to Trustpilot's own page.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabiz.reviews.feeds import Entry, moment, stars
from nabiz.reviews.sites.asking import ask, part, parts, word, words
from nabiz.reviews.sites.kinds import MOST_PAGES, Account, Field, Kind
from nabiz.reviews.sites.tokens import of_client

AT_ONCE = 100
TOKENS = "/v1/oauth/oauth-business-users-for-applications/accesstoken"


def pages(account: Account) -> Iterator[list[Entry]]:
    token = _token(account)
    url = f"{account['base']}/v1/private/business-units/{quote(account['unit'], safe='')}/reviews"
    for page in range(1, MOST_PAGES + 1):
        query = {"page": page, "perPage": AT_ONCE, "orderBy": "createdat.desc"}
        told = parts(ask(f"{url}?{urlencode(query)}", token=token), "reviews")
        yield [entry for each in told if (entry := _entry(each))]
        if len(told) < AT_ONCE:
            return


def send(account: Account, review: str, text: str) -> str:
    url = f"{account['base']}/v1/private/reviews/{quote(review, safe='')}/reply"
    said = {"message": text, "authorBusinessUserId": account["author"]}
    ask(url, token=_token(account), method="POST", content=said)
    return text


def _token(account: Account) -> str:
    return of_client(account["base"] + TOKENS, account["key"], account["secret"])


def _entry(each: dict[str, Any]) -> Entry | None:
    now, ours, key = timezone.now(), part(each, "companyReply"), words(each, "id", "key")
    at = min(moment(word(each, "createdAt")) or now, now)
    entry = Entry(
        key=key,
        at=at,
        changed_at=min(moment(word(each, "updatedAt")) or at, now),
        title=words(each, "title", "title"),
        body=words(each, "text"),
        author=words(part(each, "consumer"), "displayName", "author"),
        url=f"https://www.trustpilot.com/reviews/{quote(key, safe='')}",
        rating=stars(word(each, "stars")),
        version="",
        language=words(each, "language", "author")[:20],
        reply=words(ours, "text"),
        replied_at=moment(word(ours, "createdAt")),
    )
    return entry if key and (entry.title or entry.body or entry.rating) else None


PLAIN = r"[0-9A-Za-z_-]+"
TRUSTPILOT = Kind(
    key="trustpilot",
    label="Trustpilot",
    fields=(
        Field("unit", _("Business unit ID"), _("24 letters and digits that name your company's profile."), form=PLAIN),
        Field(
            "author", _("User ID"), _("Of who answers; it stands on their profile in Trustpilot Business."), form=PLAIN
        ),
        Field("key", _("API key"), _("Trustpilot Business → Integrations → Developers → APIs."), is_secret=True),
        Field("secret", _("API secret"), _("Stands beside the API key."), is_secret=True),
    ),
    home="https://api.trustpilot.com",
    longest=5_000,
    changes=False,
    pages=pages,
    send=send,
)
