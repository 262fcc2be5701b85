"""What a sender hears: JSON with a code for programs and a sentence for people."""

from django.http import JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LARGEST_BODY = 1024 * 1024

SENTENCES: dict[str, tuple[int, str | Promise]] = {
    "unknown_address": (404, _("There is no connector at this address. Copy the address from its page again.")),
    "wrong_method": (405, _("Deliveries are sent with POST.")),
    "too_large": (413, _("The request is larger than 1 MB. Nothing was taken.")),
    "empty_body": (400, _("The body is empty. Nothing was taken.")),
    "no_signature": (401, _("The request carries no signature. Check how the sender signs, and with which secret.")),
    "wrong_signature": (403, _("The signature does not fit. Check that the sender has the secret of this connector.")),
    "too_old": (403, _("The request was signed more than five minutes ago or ahead. Check the clock of the sender.")),
    "too_fast": (429, _("This connector takes no more just now. Send again later.")),
    "not_written": (503, _("The delivery could not be written down just now. Send it again in a moment.")),
}


def taken(*, is_new: bool) -> JsonResponse:
    return JsonResponse({"success": True, "duplicate": not is_new})


def refused(code: str, *, retry_after: int | None = None) -> JsonResponse:
    status, sentence = SENTENCES[code]
    answer = JsonResponse({"code": code, "message": str(sentence)}, status=status)
    if retry_after:
        answer["Retry-After"] = str(retry_after)
    return answer
