"""Why two records may be one person, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from nabiz.customers.models import Candidate


def speaks_for(candidate: Candidate) -> list[str]:
    return [sentence(code, detail) for code, weight, detail in candidate.reasons if weight > 0]


def speaks_against(candidate: Candidate) -> list[str]:
    return [sentence(code, detail) for code, weight, detail in candidate.reasons if weight < 0]


def sentence(code: str, detail: str) -> str:
    """Codes that a later version no longer knows are left as they are."""
    return _sentences().get(code, code) % {"detail": detail}


def in_short(candidates: Iterable[Candidate]) -> list[str]:
    return [sentence for each in candidates for sentence in speaks_for(each)]


def _sentences() -> dict[str, str]:
    return {
        "same_mail": _("Both have the e-mail address %(detail)s."),
        "same_mailbox": _("Their e-mail addresses lead to one mailbox, that of %(detail)s."),
        "same_phone": _("Both have the telephone number %(detail)s."),
        "same_device": _("Both were seen on one device."),
        "same_name": _("Both are called %(detail)s."),
        "short_name": _("One name may be short for the other."),
        "close_name": _("Their names differ by a letter or two."),
        "name_in_mail": _("The e-mail address of one is the name of the other, %(detail)s."),
        "same_account": _("Both belong to the same account."),
        "same_place": _("Both have the same postal address."),
        "same_birth": _("Both were born on the same day."),
        "same_family": _("Same family name, different first names."),
        "other_name": _("Their names are different."),
        "other_account": _("They belong to different accounts."),
        "other_birth": _("They were born on different days."),
    }
