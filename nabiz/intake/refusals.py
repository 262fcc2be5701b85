"""Why a whole request is refused: an HTTP status, a code for programs and a sentence for people."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LIMIT_IN_WORDS = {"body_kb": 500, "raw_kb": 1024, "events": 2500}

SENTENCES: dict[str, tuple[int, str | Promise]] = {
    "too_large": (413, _("The request is larger than %(raw_kb)s KB. Send smaller batches.")),
    "batch_too_large": (400, _("The batch is larger than %(body_kb)s KB unpacked. Send it in smaller parts.")),
    "too_many_events": (400, _("A batch may hold up to %(events)s events. Send it in smaller parts.")),
    "broken_gzip": (400, _("The body says it is compressed, but it cannot be unpacked. Nothing was taken.")),
    "unknown_encoding": (415, _("Send the body as it is or with gzip. Other compressions are not understood.")),
    "empty_body": (400, _("The body is empty. Send a JSON object.")),
    "not_utf8": (400, _("The body is not UTF-8 text. Nothing was taken.")),
    "too_deep": (400, _("The JSON is nested too deeply to be read. Nothing was taken.")),
    "broken_json": (400, _("The body is not valid JSON, line %(line)s, column %(column)s. Nothing was taken.")),
    "not_an_object": (400, _("The body must be one JSON object, with its events in “batch” if there are many.")),
    "batch_not_a_list": (400, _("“batch” must be a list of events.")),
    "no_key": (401, _("The write key is missing. Send it as the user name of Basic authentication.")),
    "wrong_key": (401, _("This write key is not known, or it was revoked. Make a new one under Sources.")),
    "unknown_address": (404, _("There is nothing at this address. Events go to /v1/batch, /v1/track and the like.")),
    "wrong_method": (405, _("Events are sent with POST.")),
    "too_fast": (429, _("This source sends more than was agreed. Wait %(seconds)s s and send again.")),
    "not_written": (503, _("The events could not be written down just now. Send them again in a moment.")),
}


@dataclass
class Refusal(Exception):
    """Raised anywhere on the way of a request; ends it with an answer."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)
    retry_after: int | None = None

    @property
    def status(self) -> int:
        return SENTENCES[self.code][0]

    def sentence(self) -> str:
        """In the language that is active when it is called."""
        return str(SENTENCES[self.code][1]) % {**LIMIT_IN_WORDS, **self.facts}
