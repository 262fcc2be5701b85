"""An address that nothing reaches takes nothing more, until a member says that it works again."""

from collections.abc import Sequence

from nabiz.customers.addresses import EMAIL, addresses_of
from nabiz.customers.queries import one_person
from nabiz.privacy.commands import suppress
from nabiz.privacy.hashing import keyed_hash
from nabiz.privacy.models import Suppression
from nabiz.privacy.purposes import Blocked, Way
from nabiz.team.bounces import Bounce


def hear(bounce: Bounce) -> None:
    if bounce.is_for_good:
        suppress(Way.EMAIL, bounce.address, Blocked.BOUNCE)


def dead_addresses_of(customer_id: int) -> Sequence[str]:
    """The e-mail addresses of one person from which messages come back."""
    known = {keyed_hash(address): address for _number, address in addresses_of(one_person(customer_id), EMAIL)}
    dead = Suppression.objects.filter(channel=Way.EMAIL, why=Blocked.BOUNCE, address_hash__in=known)
    return sorted(known[each] for each in dead.values_list("address_hash", flat=True))
