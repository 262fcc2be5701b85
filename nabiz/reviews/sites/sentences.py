"""What is wrong with a site or an answer, in a sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEY: dict[str, Promise] = {
    "key": _("The key cannot be read. Paste the whole file, from its first line to its last."),
    "locked": _("The key was encrypted with another secret key of this installation. Paste it once more."),
    "denied": _("The site does not accept this key. Check that it still exists and may read and answer reviews."),
    "private": _("The address lies inside your own network. NABIZ_PRIVATE_ADDRESSES=1 allows that."),
    "address": _("This is no web address. It begins with https:// or http://."),
}
SITE: dict[str, Promise] = {
    **KEY,
    "missing": _("The site does not know this app. Check what you wrote about it."),
    "busy": _("The site was asked too often. Nabız tries again by itself."),
    "down": _("The site has a problem of its own. Nabız tries again by itself."),
    "odd": _("The site answers with something that Nabız does not understand. Nabız tries again by itself."),
    "refused": _("The site refuses to hand out reviews. Nabız tries again by itself."),
    "unknown": _("No server is known by this name. Check the address."),
    "unreachable": _("The server does not answer. Nabız tries again by itself."),
    "too_slow": _("The server took too long. Nabız tries again by itself."),
    "too_large": _("The answer is larger than 5 MB, more than Nabız reads."),
}
REPLY: dict[str, Promise] = {
    **KEY,
    "missing": _("The site does not know this review any more. Perhaps it was deleted."),
    "refused": _("The site does not take this answer. Change it and send it again."),
    "too_large": _("The site answers with something that Nabız does not understand."),
    "given_up": _("The site took nothing for hours, so Nabız stopped trying. Send the answer again."),
}
NOT_YET = _("The site could not take the answer yet. Nabız tries again by itself.")


def about_site(problem: str) -> Promise | str:
    return SITE.get(problem, SITE["odd"]) if problem else ""


def about_reply(problem: str, state: str) -> Promise | str:
    if not problem:
        return ""
    return NOT_YET if state == "waiting" else REPLY.get(problem, REPLY["refused"])
