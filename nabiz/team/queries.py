from nabiz.team.models import Company, Member


def company() -> Company | None:
    """The company of this installation; None before the first start is through."""
    return Company.objects.first()


def has_owner() -> bool:
    """Whether somebody owns this installation, so that the first start is over."""
    return Member.objects.filter(role=Member.Role.OWNER, is_active=True).exists()
