"""Delete the rows that the demo brought, and nothing else."""

from django.db.models import Exists, OuterRef

from nabiz.customers.models import Account, Customer, Segment
from nabiz.demo.asked import remove_surveys
from nabiz.demo.mending import remove_causes
from nabiz.demo.models import DemoRun
from nabiz.demo.writing import SOURCE
from nabiz.timeline.models import Event

OF_THE_HOUSE = ("nabiz", SOURCE)  # what members noted about a made-up customer does not make the customer real


def erase_rows(run: DemoRun) -> int:
    """Events, segments, surveys, customers and accounts; returns how many customers went.

    Real events may have come for a customer of the demo meanwhile, by a shared address for instance. Who has such
    events stays, and so does their account.
    """
    Event.objects.filter(source=SOURCE).delete()
    Segment.objects.filter(pk__in=run.segment_ids).delete()
    remove_surveys(run)
    remove_causes(run)
    real = Event.objects.filter(customer_id=OuterRef("pk")).exclude(source__in=OF_THE_HOUSE)
    going = Customer.objects.filter(~Exists(real), pk__in=run.customer_ids)
    gone = going.count()
    going.delete()
    Account.objects.filter(pk__in=run.account_ids, customers=None).delete()
    return gone
