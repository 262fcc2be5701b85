"""Google Play: androidpublisher v3, reviews.list and reviews.reply.

It tells only of reviews with text that were written or changed in the last week. Title and body stand in one text with
a tab between them. Shapes and limits: the API's own reference,
https://developers.google.com/android-publisher/api-ref/rest/v3/reviews.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabiz.reviews.feeds import LONGEST, Entry, stars
from nabiz.reviews.sites.asking import ask, part, parts, word, words
from nabiz.reviews.sites.kinds import MOST_PAGES, Account, Field, Kind
from nabiz.reviews.sites.tokens import of_service_account

SCOPE = "https://www.googleapis.com/auth/androidpublisher"
AT_ONCE = 100


def pages(account: Account) -> Iterator[list[Entry]]:
    token, after = of_service_account(account["key"], SCOPE), ""
    for _page in range(MOST_PAGES):
        query = {"maxResults": AT_ONCE} | ({"token": after} if after else {})
        told = ask(f"{_reviews(account)}?{urlencode(query)}", token=token)
        yield [entry for each in parts(told, "reviews") if (entry := _entry(each, account["package"]))]
        after = word(part(told, "tokenPagination"), "nextPageToken")
        if not after:
            return


def send(account: Account, review: str, text: str) -> str:
    token = of_service_account(account["key"], SCOPE)
    url = f"{_reviews(account)}/{quote(review, safe='')}:reply"
    told = ask(url, token=token, method="POST", content={"replyText": text})
    return words(part(told, "result"), "replyText") or text


def _reviews(account: Account) -> str:
    return f"{account['base']}/androidpublisher/v3/applications/{quote(account['package'], safe='')}/reviews"


def _entry(each: dict[str, Any], package: str) -> Entry | None:
    key, said, ours = words(each, "reviewId", "key"), dict[str, Any](), dict[str, Any]()
    for comment in parts(each, "comments"):
        said = part(comment, "userComment") or said
        ours = part(comment, "developerComment") or ours
    first, _tab, rest = (words(said, "originalText") or words(said, "text")).partition("\t")
    at = _moment(said) or timezone.now()
    entry = Entry(
        key=key,
        at=at,
        changed_at=at,
        title=first.strip()[: LONGEST["title"]] if rest else "",
        body=(rest or first).strip(),
        author=words(each, "authorName", "author"),
        url=f"https://play.google.com/store/apps/details?{urlencode({'id': package, 'reviewId': key})}",
        rating=stars(word(said, "starRating")),
        version=words(said, "appVersionName", "author"),
        language=words(said, "reviewerLanguage", "author")[:20],
        device=words(part(said, "deviceMetadata"), "productName", "author") or words(said, "device", "author"),
        thumbs=int(thumbs) if (thumbs := word(said, "thumbsUpCount")).isdecimal() else None,
        reply=words(ours, "text"),
        replied_at=_moment(ours),
    )
    return entry if key and (entry.body or entry.title) else None


def _moment(comment: dict[str, Any]) -> datetime | None:
    seconds = word(part(comment, "lastModified"), "seconds")
    if not seconds.isdecimal() or len(seconds) > 11:
        return None
    return min(datetime.fromtimestamp(int(seconds), UTC), timezone.now())


GOOGLE_PLAY = Kind(
    key="google_play",
    label="Google Play",
    fields=(
        Field(
            "package",
            _("Package name"),
            _("As it stands in the address of the app: com.example.shop."),
            form=r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)+",
        ),
        Field(
            "key",
            _("Key of the service account"),
            _("The JSON file from Google Cloud, all of it. In the Play Console the account needs “Reply to reviews”."),
            is_secret=True,
        ),
    ),
    home="https://androidpublisher.googleapis.com",
    longest=350,
    pages=pages,
    send=send,
)
