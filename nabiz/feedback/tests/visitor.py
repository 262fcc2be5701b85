"""Somebody who answers, and what they are asked."""

import re

from django.test import Client

TITLE = {"tr": {"title": "Bizi önerir misiniz?"}, "en": {"title": "Would you recommend us?"}}
WHY = {"tr": {"title": "Neden?"}, "en": {"title": "Why?"}}
NPS = {"key": "score", "kind": "scale10", "measure": "nps", "is_required": True, "texts": TITLE}
COMMENT = {"key": "why", "kind": "text", "texts": WHY}


class Visitor:
    """A browser that answers a survey, step by step."""

    def __init__(self, token, **more):
        self.client, self.url, self.more = Client(), f"/s/{token}", more

    def get(self, url="", **query):
        return self.client.get(url or self.url, query, **self.more)

    def form(self, url=""):
        """What the form on the page sends beside the answer."""
        page = self.get(url).content.decode()
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    def answer(self, value=None, url="", **fields):
        sent = self.form(url) | ({} if value is None else {"a": value}) | fields
        return self.client.post(url or self.url, sent, **self.more)
