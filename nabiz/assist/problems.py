"""Why the language model gave nothing, as a word to keep and as a sentence to read."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, Promise] = {
    "off": _("No language model is turned on."),
    "sealed": _("The key cannot be read any more. Enter it again."),
    "budget": _("The tokens of this month are used up. It goes on next month, or with a larger budget."),
    "address": _("That is no address that can be asked."),
    "private": _("The address lies inside your own network. NABIZ_PRIVATE_ADDRESSES=1 allows that."),
    "unknown": _("There is no machine of that name."),
    "unreachable": _("Nobody answers at that address."),
    "too_slow": _("The answer took too long."),
    "too_large": _("The answer was too long."),
    "key": _("The endpoint does not accept the key."),
    "missing": _("The endpoint does not know this address or this model."),
    "busy": _("The endpoint says: too many requests, or nothing left on the account."),
    "refused": _("The endpoint refused the request."),
    "broken": _("The endpoint itself failed."),
    "no_endpoint": _("Something answers there, but not as an OpenAI-compatible endpoint does."),
    "few": _("There are too few comments of the last 90 days to sum up."),
    "unusable": _("The model did not answer in the form that was asked for, not even the second time."),
}


def in_words(kept: str) -> str:
    """What was written down of a problem, in the reader's language."""
    why, _colon, detail = kept.partition(": ")
    if why in PROBLEMS:
        return f"{PROBLEMS[why]} {detail}".strip()
    return gettext(kept) if kept else ""


class NotAsked(Exception):
    """Nothing usable came; `why` is one of PROBLEMS, `detail` what the endpoint itself said."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why, self.detail = why, detail

    @property
    def sentence(self) -> str:
        return f"{PROBLEMS[self.why]} {gettext(self.detail) if self.detail else ''}".strip()


class Unusable(ValueError):
    """What is wrong with an answer, in English for the model; marked with gettext_noop, for members too."""
