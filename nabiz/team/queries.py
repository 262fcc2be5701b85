from nabiz.team.models import Company


def company() -> Company | None:
    """The company of this installation; None before the first start is through."""
    return Company.objects.first()
