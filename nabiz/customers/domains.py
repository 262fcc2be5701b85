"""Which account a mail domain belongs to. Domains where anybody can have an address belong to none."""

from collections.abc import Iterable

from django.db.models.functions import Lower

from nabiz.customers.free_mail import is_free_mail
from nabiz.customers.models import Account, Identity


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def accounts_by_mail(customer_ids: Iterable[int]) -> dict[int, int]:
    """The account by the verified addresses of each customer; the address known longest goes first."""
    mails = Identity.objects.filter(customer__in=list(customer_ids), kind=Identity.Kind.EMAIL, is_verified=True)
    return accounts_by_address(mails.order_by("since", "value").values_list("customer_id", "value"))


def accounts_by_address(addresses: Iterable[tuple[int, str]]) -> dict[int, int]:
    """The account of each customer by pairs of customer and address; the first address that has one counts."""
    rows = [(customer, domain) for customer, value in addresses if not is_free_mail(domain := domain_of(value))]
    accounts = _accounts_at({part for _, domain in rows for part in _with_parents(domain)})
    found: dict[int, int] = {}
    for customer, domain in rows:
        for part in _with_parents(domain):
            if part in accounts:
                found.setdefault(customer, accounts[part])
    return found


def customers_at(domain: str) -> list[int]:
    """Who has a verified address at a domain or below it."""
    if not domain or is_free_mail(domain):
        return []
    mails = Identity.objects.filter(kind=Identity.Kind.EMAIL, is_verified=True)
    below = mails.filter(value__endswith=f"@{domain}") | mails.filter(value__endswith=f".{domain}")
    return list(below.values_list("customer_id", flat=True).distinct())


def _with_parents(domain: str) -> list[str]:
    """mail.acme.com.tr, acme.com.tr, com.tr: an account is looked for from the nearest on."""
    parts = domain.split(".")
    return [".".join(parts[at:]) for at in range(len(parts) - 1)]


def _accounts_at(domains: set[str]) -> dict[str, int]:
    """Of several accounts with one domain, the eldest."""
    rows = Account.objects.annotate(at=Lower("domain")).filter(at__in=domains).order_by("-since", "-pk")
    return {account.at: account.pk for account in rows if not is_free_mail(account.at)}
