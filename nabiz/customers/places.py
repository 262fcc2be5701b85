"""Where customers show up in the shell: the rail and the jump dialog."""

from collections.abc import Sequence
from typing import cast

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from nabiz.customers.queries import (
    BY_NAME,
    accounts_found_by,
    customers_found_by,
    page_of_accounts,
    page_of_customers,
)
from nabiz.timeline.commands import Actor
from nabiz.ui.jump import JumpItem
from nabiz.ui.navigation import Entry
from nabiz.ui.readers import Reader

ENTRY = Entry("customers", _("Customers"), "customers:list", "users", needs="see", order=30)
CUSTOMERS, ACCOUNTS = 6, 3


def jump_to(reader: Reader, query: str) -> Sequence[JumpItem]:
    if not reader.can("see"):
        return []
    member, language = cast("Actor", reader), get_language() or "en"
    people = page_of_customers(
        customers_found_by(member, query), sort=BY_NAME, language=language, rows=CUSTOMERS, query=query
    ).rows
    companies = page_of_accounts(accounts_found_by(member, query), language=language, rows=ACCOUNTS).rows
    return [
        *(
            JumpItem(str(each), str(each.account or ""), reverse("customers:customer", args=[each.pk]), "user")
            for each in people
        ),
        *(
            JumpItem(
                each.name,
                pgettext("of customers", "Account"),
                reverse("customers:account", args=[each.pk]),
                "building-2",
            )
            for each in companies
        ),
    ]
