"""What it takes to handle a contact, and what serving a customer costs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.inbox import sources
from nabiz.inbox.estimators import mean_difference, mean_of, powers_of
from nabiz.inbox.sources import handled_contacts
from nabiz.metrics.definitions import Counts, Rows, metric


@metric(
    over=handled_contacts,
    unit="minutes",
    better="lower",
    label=_("Handling time (AHT)"),
    formula=_("(talk + hold + after-contact work) ÷ handled contacts"),
    counted=ngettext_lazy("%(shown)s contact", "%(shown)s contacts", "n"),
    estimate=mean_of(1 / 60),
    difference=mean_difference(1 / 60),
    order=56,
    shows=("conversation", "agent", "talk_seconds", "hold_seconds", "after_seconds"),
    behind=lambda contacts: _work(contacts) > 0,
    scale=(0, None),
)
def handling_time(contacts: Rows) -> Counts:
    """Minutes of work per handled contact: talking, holding and what is done afterwards, all contacts together. It is
    not the mean of the agents' own means. Contacts that came without any time are left out."""
    return powers_of(_work(contacts), _work(contacts) > 0)


@metric(
    over=sources.ServedCustomers(),
    unit="money",
    better="lower",
    label=_("Cost to serve"),
    formula=_("cost of the handled contacts ÷ customers served"),
    counted=ngettext_lazy("%(shown)s customer served", "%(shown)s customers served", "n"),
    estimate=mean_of(),
    difference=mean_difference(),
    order=57,
    shows=("cost", "contacts"),
    scale=(0, None),
)
def cost_to_serve(served: Rows) -> Counts:
    """What handled contacts cost per customer who had any in the period. It counts the cost that comes with each
    contact, nothing else: no rent, no software, no returns. Customers without a contact, contacts without a cost and
    costs in another currency are left out."""
    return {"contacts": served.contacts.sum()} | powers_of(served.cost, served.customer_id.notnull())


def _work(contacts: Rows) -> Any:
    return sum(
        (contacts[f"{part}_seconds"].fill_null(0) for part in ("hold", "after")), contacts.talk_seconds.fill_null(0)
    )
