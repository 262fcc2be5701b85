"""A click in a mail counts at once. Programs open links too; theirs do not count."""

import re

from django.http import HttpRequest

_PROGRAMS = re.compile(
    r"bot\b|crawl|spider|scan|preview|prefetch|proofpoint|mimecast|barracuda|safelinks|headlesschrome.*scan|curl|wget|"
    r"python|java/|go-http|okhttp|facebookexternalhit|whatsapp|slack|skype|googleimageproxy|yahoomailproxy",
    re.IGNORECASE,
)


def is_click(request: HttpRequest) -> bool:
    """Whether a browser goes to this address because somebody wants to see it.

    Every browser says so since 2023, of an address that begins with https or is on this machine. Where nothing is
    said, the answer is chosen on the page, and one tap confirms it.
    """
    headers = request.headers
    ahead = f"{headers.get('Sec-Purpose', '')} {headers.get('Purpose', '')} {headers.get('X-Moz', '')}".lower()
    return (
        request.method == "GET"
        and headers.get("Sec-Fetch-Mode") == "navigate"
        and headers.get("Sec-Fetch-Dest") == "document"
        and "prefetch" not in ahead
        and "preview" not in ahead
        and not _PROGRAMS.search(headers.get("User-Agent", ""))
    )
