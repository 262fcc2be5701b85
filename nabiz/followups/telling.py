"""Tell a member what has become theirs, where it is still so when the worker comes to it."""

from collections.abc import Sequence

from nabiz.followups.mails import mail_owner
from nabiz.followups.queries import visible_follow_ups_of_all, with_words
from nabiz.team.queries import active_member


def mail_what_waits(owner: int, follow_ups: Sequence[int]) -> None:
    member = active_member(str(owner))
    if member is None:
        return
    theirs = visible_follow_ups_of_all().open().of(owner).filter(pk__in=follow_ups).order_by("due_at", "pk")
    if rows := with_words(list(theirs)):
        mail_owner(member, rows)
