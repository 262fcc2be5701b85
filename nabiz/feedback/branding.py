"""Change how surveys look."""

from django.db import transaction

from nabiz.feedback.events import BrandChanged
from nabiz.feedback.models import Brand
from nabiz.timeline.commands import Actor, announce


@transaction.atomic
def change_brand(
    brand: Brand | None,
    *,
    name: str,
    colour: str,
    logo: tuple[bytes, str] | None,
    without_logo: bool,
    shows_footer: bool,
    by: Actor,
) -> Brand:
    """`logo`: the picture and its type; None keeps the one there is."""
    changed = brand or Brand()
    changed.name, changed.colour, changed.shows_footer = name.strip(), colour, shows_footer
    if logo:
        changed.logo, changed.logo_type = logo
    elif without_logo:
        changed.logo, changed.logo_type = None, ""
    changed.save()
    announce(BrandChanged(), by=by)
    return changed
