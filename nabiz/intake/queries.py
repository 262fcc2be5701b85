from nabiz.intake.models import Source


def has_sources() -> bool:
    """Whether any system has been given a key that still works."""
    return Source.objects.filter(revoked_at=None).exists()
