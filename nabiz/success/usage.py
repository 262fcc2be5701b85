"""Who uses the product, as numbers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import total
from nabiz.metrics.sources import events_of
from nabiz.success.subscriptions import AT_ONCE
from nabiz.timeline.catalogue import FeatureUsed, PageViewed, ScreenViewed


@metric(
    over=events_of(FeatureUsed, PageViewed, ScreenViewed),
    unit="count",
    better="higher",
    label=_("Active customers"),
    formula=_("number of customers with at least one use in the period"),
    counted=ngettext_lazy("%(shown)s customer", "%(shown)s customers", "n"),
    estimate=total("customers", "customers"),
    order=110,
    fewest=0,
    matures=AT_ONCE,
    scale=(0, None),
)
def active_customers(uses: Rows) -> Counts:
    """Customers who used a feature or looked at a page or screen in the period, each counted once. Signing in alone is
    not use. It is a complete count, so it has no margin."""
    return {"customers": uses.customer_id.nunique()}
