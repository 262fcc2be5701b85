"""Whatever order messages come in, however often and in whatever portions: the customers are the same."""

from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from nabiz.customers.merging import merge_customers, unmerge
from nabiz.customers.models import Account, Customer, Identity, Merge, Tie
from nabiz.customers.queries import one_person
from nabiz.intake.drain import drain_once
from nabiz.intake.models import Delivery, Source
from nabiz.timeline.models import Event

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
USERS, DEVICES = ["u1", "u2", "u3"], ["d1", "d2"]
MAILS = ["deniz@acme.test", "ece@acme.test", "info@acme.test"]
PHONES = ["+905321234567", "+902121234567"]


def maybe(values):
    return st.none() | st.sampled_from(values)


TRAITS = st.fixed_dictionaries(
    {"email": maybe(MAILS), "phone": maybe(PHONES), "name": maybe(["Deniz", "Ece"])},
    optional={"plan": maybe(["pro", "free"])},
)
SOMEBODY = st.fixed_dictionaries({"userId": maybe(USERS), "anonymousId": maybe(DEVICES)}).filter(
    lambda said: any(said.values())
)
SAID = st.one_of(
    st.tuples(st.just("identify"), SOMEBODY, st.fixed_dictionaries({"traits": TRAITS})),
    st.tuples(
        st.just("alias"),
        st.fixed_dictionaries({"userId": st.sampled_from(USERS)}),
        st.fixed_dictionaries({"previousId": st.sampled_from(USERS + DEVICES)}),
    ),
    st.tuples(st.just("track"), SOMEBODY, st.just({"event": "Song Sung", "properties": {"song": "Gülpembe"}})),
    st.tuples(st.just("group"), SOMEBODY, st.fixed_dictionaries({"groupId": st.sampled_from(["acme", "ege"])})),
)
MESSAGES = st.lists(st.tuples(SAID, st.booleans()), min_size=1, max_size=9)
MERGES = st.lists(st.tuples(st.sampled_from(USERS + DEVICES), st.sampled_from(USERS + DEVICES)), max_size=2)
LATER_UNDONE = st.lists(st.tuples(st.sampled_from(USERS), st.sampled_from(USERS)), max_size=2)


def written(messages):
    """Each with a time and an id of its own."""
    return [
        (
            is_trusted,
            {"type": its_type, **who, **said, "messageId": f"m{at}", "timestamp": (START + at * HOUR).isoformat()},
        )
        for at, ((its_type, who, said), is_trusted) in enumerate(messages)
    ]


HOUR = timedelta(hours=1)


class InAnyOrder(HypothesisCase):
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(MESSAGES, MERGES, LATER_UNDONE, st.randoms(use_true_random=False))
    def test_doubled_delayed_and_shuffled_it_is_the_same(self, messages, merges, undone, chance):
        self.sources = {
            trust: Source.objects.create(name=f"source-{trust}", trust=trust, key_hash=trust)
            for trust in ("server", "browser")
        }
        messages = written(messages)
        undone = [pair for pair in undone if pair not in merges]
        self.send(messages)
        for pair in merges:
            self.merge(pair)
        in_order = whole_state()
        forget_everything()

        self.in_disorder(messages, merges, undone, chance)

        assert whole_state() == in_order

    def in_disorder(self, messages, merges, undone, chance):
        doubled = messages + [chance.choice(messages) for _ in range(chance.randint(0, len(messages)))]
        chance.shuffle(doubled)
        waiting = [(self.merge, pair) for pair in merges + undone]
        undoing = list(undone)
        while doubled or waiting or undoing:
            if doubled:
                some = chance.randint(1, len(doubled))
                self.send(doubled[:some])
                doubled = doubled[some:]
            waiting = [(do, pair) for do, pair in waiting if (doubled and chance.random() < 0.4) or not do(pair)]
            if not doubled:
                waiting = []
            done = {(m.customer_id, m.into_id) for m in Merge.objects.all()}
            for pair in list(undoing):
                sides = self.sides(pair)
                if not (doubled or waiting) or (sides in done and not self.pending(pair, waiting)):
                    undoing.remove(pair)
                    self.undo(sides)

    def pending(self, pair, waiting):
        return any(each == pair for _, each in waiting)

    def send(self, messages):
        """In the order given; what one source says in a row comes in one delivery."""
        for is_trusted, several in groupby(messages, key=itemgetter(0)):
            batch = [said for _, said in several]
            source, body = self.sources["server" if is_trusted else "browser"], orjson.dumps({"batch": batch})
            Delivery.objects.create(source=source, call="batch", events=len(batch), body=body)
        while drain_once():
            pass

    def sides(self, pair):
        origins = dict(Identity.objects.filter(value__in=pair).exclude(origin=None).values_list("value", "origin"))
        return origins.get(pair[0]), origins.get(pair[1])

    def merge(self, pair):
        one, other = self.sides(pair)
        if one is None or other is None:
            return False
        merge_customers(Customer.objects.get(pk=one), into=Customer.objects.get(pk=other))
        return True

    def undo(self, sides):
        one, other = sides
        if Merge.objects.filter(customer=one, into=other).exists():
            unmerge(Customer.objects.get(pk=one), into=Customer.objects.get(pk=other))


def forget_everything():
    for model in (Event, Tie, Merge, Identity, Customer, Account):
        model.objects.all().delete()


def whole_state():
    roots = Customer.objects.present().select_related("account")
    return sorted((describe(root) for root in roots), key=repr)


def describe(root):
    identities = root.identities.filter(is_hearsay=False).order_by("kind", "value")
    events = Event.objects.filter(customer_id__in=one_person(root.pk)).exclude(kind__startswith="customer.")
    return {
        "identities": list(identities.values_list("kind", "value", "is_verified", "is_contested", "since")),
        "known": (root.name, root.language, root.traits, root.account and root.account.key, root.since),
        "timeline": list(events.order_by("happened_at").values_list("kind", "happened_at", "message_id", "facts")),
    }
