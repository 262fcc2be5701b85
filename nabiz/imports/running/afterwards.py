"""What answers questions learns at once of what was brought in or taken back."""

from nabiz.customers.membership import refresh_memberships
from nabiz.timeline.mirror.commands import refresh


def catch_up() -> None:
    """Segments first, since the mirror shows who is in them."""
    refresh_memberships()
    refresh()
