"""Amounts in minor units, and what a subscription brings a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

# Currencies without minor units, and those that Stripe counts in thousandths.
# docs.stripe.com/currencies names both, and that ISK and UGX are sent as if they had two decimals.
WHOLE = frozenset({
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf",
})  # fmt: skip
THOUSANDTHS = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})
MONTHS = {
    "day": Decimal(12) / 365,
    "week": Decimal(12) / 52,
    "month": Decimal(1),
    "year": Decimal(12),
}
CENT = Decimal("0.0001")


@dataclass(frozen=True)
class Brings:
    """What a subscription brings a month, for what, and how many of it."""

    mrr: Decimal
    plan: str
    product: str
    seats: int


def amount(minor: Any, currency: str) -> Decimal:
    """An amount of Stripe's in the units that people speak of."""
    try:
        value = Decimal(str(minor or 0))
    except InvalidOperation:
        value = Decimal(0)
    if currency in WHOLE:
        return value
    return value / (1000 if currency in THOUSANDTHS else 100)


def brings(subscription: Mapping[str, Any]) -> Brings:
    """Price × quantity × (1 − discount) ÷ months, over all items; what is metered is no recurring revenue."""
    currency = str(subscription.get("currency") or "").lower()
    items = _list(subscription.get("items"))
    prices = [_price(item) for item in items]
    off = _discounts(subscription.get("discounts"), subscription.get("discount"))
    total, months = Decimal(0), Decimal(1)
    for item, price in zip(items, prices, strict=True):
        months = _months(price)
        worth = _worth(item, price, str(price.get("currency") or currency).lower()) / months
        total += _less(worth, _discounts(item.get("discounts"), None), currency, months)
    total = max(Decimal(0), _less(total, off, currency, months))
    names = dict.fromkeys(name for price in prices if (name := _name(price)))
    seats = sum(int(item.get("quantity") or 1) for item in items[:1])
    product = _id(prices[0].get("product")) if prices else ""
    return Brings(total.quantize(CENT), " + ".join(names)[:200], product[:100], seats or 1)


def _worth(item: Mapping[str, Any], price: Mapping[str, Any], currency: str) -> Decimal:
    if _recurring(price).get("usage_type", price.get("usage_type")) == "metered":
        return Decimal(0)
    unit = price.get("unit_amount_decimal")
    unit = price.get("unit_amount", price.get("amount")) if unit is None else unit
    quantity = item.get("quantity")
    return amount(unit, currency) * (1 if quantity is None else int(quantity))


def _less(worth: Decimal, discounts: Sequence[Mapping[str, Any]], currency: str, months: Decimal) -> Decimal:
    """A discount that holds for one payment only is none of what comes every month."""
    for coupon in discounts:
        if coupon.get("duration") == "once":
            continue
        if coupon.get("percent_off"):
            worth *= 1 - Decimal(str(coupon["percent_off"])) / 100
        elif coupon.get("amount_off"):
            worth -= amount(coupon["amount_off"], str(coupon.get("currency") or currency).lower()) / months
    return max(worth, Decimal(0))


def _discounts(several: Any, one: Any) -> list[Mapping[str, Any]]:
    """The coupons of discounts, as old and new versions of the API write them; a bare id says nothing."""
    found = [each for each in [*_list(several), one] if isinstance(each, Mapping)]
    coupons = [each.get("coupon") or (each.get("source") or {}).get("coupon") for each in found]
    return [coupon for coupon in coupons if isinstance(coupon, Mapping)]


def _months(price: Mapping[str, Any]) -> Decimal:
    recurring = _recurring(price)
    unit = MONTHS.get(str(recurring.get("interval") or price.get("interval")), Decimal(1))
    return unit * int(recurring.get("interval_count") or price.get("interval_count") or 1)


def _recurring(price: Mapping[str, Any]) -> Mapping[str, Any]:
    found = price.get("recurring")
    return found if isinstance(found, Mapping) else {}


def _price(item: Any) -> Mapping[str, Any]:
    """New versions of the API call it price, old ones plan."""
    found = (item.get("price") or item.get("plan")) if isinstance(item, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _name(price: Mapping[str, Any]) -> str:
    product = price.get("product")
    named = product.get("name") if isinstance(product, Mapping) else ""
    return str(price.get("nickname") or named or price.get("lookup_key") or price.get("id") or "")


def _id(value: Any) -> str:
    return str(value.get("id") or "") if isinstance(value, Mapping) else str(value or "")


def _list(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        value = value.get("data")
    return list(value) if isinstance(value, list) else []
