"""What surveys keep, by its age."""

from datetime import datetime

from django.db.models import QuerySet

from nabiz.feedback.models import Answer, Invitation


def old_answers(kind: str, before: datetime) -> "QuerySet[Answer]":
    """Answers to questions of a kind, from whoever answered last before a moment."""
    return Answer.objects.filter(question__kind=kind, response__touched_at__lt=before)


def old_invitations(before: datetime) -> "QuerySet[Invitation]":
    """Invitations that ran out before a moment and that nobody began to answer."""
    return Invitation.objects.filter(expires_at__lt=before, response=None)
