"""Find the one customer that somebody at the terminal means."""

from django.core.management.base import CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from nabiz.customers.models import Customer, Identity
from nabiz.customers.normalise import email_of, phone_of


def customer_called(who: str) -> Customer:
    """By number, e-mail address, phone number or id. CommandError with a sentence where it is none or several."""
    by_identity = Identity.objects.filter(value__in={who, email_of(who), phone_of(who)} - {""}).values("customer")
    is_number = who.isdecimal() and len(who) < 19
    found = Customer.objects.filter(Q(pk=int(who)) if is_number else Q(pk__in=by_identity))
    found = found or Customer.objects.filter(pk__in=by_identity)
    if len(found) != 1:
        number = {"who": who, "n": len(found)}
        text = _("“%(who)s” fits %(n)s customers; give the number.") if found else _("There is no customer “%(who)s”.")
        raise CommandError(text % number)
    return found[0]
