"""What better retention would be worth: a scenario about lifetime value, with this company's own numbers."""

from dataclasses import dataclass

from nabiz.statistics.columns import divide


@dataclass(frozen=True, slots=True)
class RetentionValue:
    """Money in the unit of the margin, lifetimes in periods, changes as fractions.

    `clv_change` is over whole lifetimes; `one_year_margin_change` is what the next period's base brings, and is far
    smaller. `elasticity`: percent of lifetime value per percent (not point) of retention, at the base.
    `profit_change` is that of lifetime value less the fixed cost per customer, NaN where there is no profit to start
    from.
    """

    clv_base: float
    clv_new: float
    clv_change: float
    lifetime_base: float
    lifetime_new: float
    elasticity: float
    one_year_margin_change: float
    profit_change: float


def retention_value(
    margin: float, retention: float, gain: float, *, discount: float, fixed_cost: float = 0.0
) -> RetentionValue:
    """Raise `retention` (fraction kept per period) by `gain` (points as a fraction: 0.05 is 5 points, not 5 %).

    CLV = m (1 + d) / (1 + d - r), the first margin today (Gupta & Lehmann 2005); elasticity r / (1 + d - r); lifetime
    1 / (1 - r). NaN where nobody leaves and nothing is discounted. ValueError for a retention off 0..1 or a discount
    of -1 or less.
    """
    after = retention + gain
    if not (0 <= retention <= 1 and 0 <= after <= 1 + 1e-12):
        raise ValueError("retention lies between 0 and 1, before and after")
    if not discount > -1:
        raise ValueError("a discount rate lies above -1")
    base, new = (_lifetime_value(margin, r, discount) for r in (retention, after))
    profit = base - fixed_cost
    return RetentionValue(
        clv_base=base,
        clv_new=new,
        clv_change=float(divide(new - base, base)),
        lifetime_base=_lifetime(retention),
        lifetime_new=_lifetime(after),
        elasticity=_lifetime_value(retention, retention, discount) / (1 + discount),
        one_year_margin_change=float(divide(gain, retention)),
        profit_change=(new - base) / profit if profit > 0 else float("nan"),
    )


def _lifetime_value(margin: float, retention: float, discount: float) -> float:
    lost = 1 + discount - retention
    return margin * (1 + discount) / lost if lost > 1e-12 else float("nan")


def _lifetime(retention: float) -> float:
    return 1 / (1 - retention) if retention < 1 - 1e-12 else float("nan")
