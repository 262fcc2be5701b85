"""A made-up mirror of any size: 24 months of what customers did, bought, asked and answered, written month by month.

python bench/generated.py /tmp/mirror-10m --events 10000000

Conversations open before they resolve, trials are paid for or not, surveys are sent before they are answered. Customers are
skewed (lognormal, sigma 1.2), join over time, and a fifth of them belong to accounts. Each month depends only on the one before,
so memory stays flat.
"""

import argparse
import os
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[1]))

MONTHS = 24
HOUR, DAY = 3600, 86_400
STARTS = [int(datetime(2024 + (11 + m) // 12, (11 + m) % 12 + 1, 1, tzinfo=UTC).timestamp()) for m in range(MONTHS + 1)]
STARTS[-1] -= 3 * HOUR  # midnight in Istanbul, where the last month that is asked about ends
NAMES = [f"{2024 + (11 + m) // 12}-{(11 + m) % 12 + 1:02}" for m in range(MONTHS)]
# Share of all events; what follows from them (answers, replies, resolutions, deliveries) makes up the rest.
SHARES = {"feature.used": 0.39, "page.viewed": 0.2, "screen.viewed": 0.05, "user.signed_in": 0.08,
          "order.placed": 0.03, "conversation.opened": 0.012, "survey.invited": 0.05}  # fmt: skip
CHANNELS, STAGES, PLACES = (
    ["email", "app", "web", "phone"],
    ["buy", "receive", "use", "support"],
    ["", "checkout", "help", "tour"],
)
PLANS, PRODUCTS, SEGMENTS = ["solo", "team", "venue"], ["lessons", "practice room"], ["home", "venue", "school"]
PRICES = np.array([100, 250, 900])
SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "pmf": (0, 3)}
RNG = np.random.default_rng(7)


@dataclass
class World:
    """What one month hands on to the next. Ids rise with the day of joining, so that those here are the first `here`."""

    events: int
    customers: int
    pool: np.ndarray
    owner: np.ndarray  # of each subscription: most customers have at most one, some two
    status: np.ndarray  # 0 none, 1 trial, 2 paying
    since: np.ndarray  # the month from which it is so
    plan: np.ndarray
    later: dict = field(default_factory=lambda: defaultdict(list))  # what happens in months to come
    first_id: int = 0
    named: int = 0

    def here(self, month):
        return int(self.customers * (0.4 + 0.6 * (month + 1) / MONTHS))

    def some(self, month, count):
        """So many customers, some far more often than others."""
        drawn = self.pool[RNG.integers(0, self.pool.size, count)]
        return np.where(drawn < self.here(month), drawn, drawn % self.here(month))

    def new_names(self, count):
        self.named += count
        return np.arange(self.named - count, self.named)

    def tell(self, family, kind, who, at, **facts):
        """Put events into the months in which they happen; those after the last month are lost."""
        month_of = np.searchsorted(STARTS, at, side="right") - 1
        for month in np.unique(month_of):
            if 0 <= month < MONTHS:
                here = month_of == month
                kept = {name: value[here] if isinstance(value, np.ndarray) else value for name, value in facts.items()}
                self.later[month].append((family, kind, who[here], at[here], kept))


def new_world(events, customers):
    weight = np.cumsum(RNG.lognormal(0, 1.2, customers))
    pool = np.searchsorted(weight, RNG.random(4_000_000) * weight[-1]).astype(np.int64)
    owner = np.concatenate([np.arange(customers), RNG.integers(0, customers, customers // 6)])
    none = np.zeros(owner.size, np.int8)
    return World(events, customers, pool, owner, none, none.astype(np.int16) - 1, none.copy())


def write_mirror(events, customers):
    """Write all of it into the folder that the settings name."""
    from nabiz.timeline.mirror.manifest import Manifest, folder, write_manifest

    folder().mkdir(parents=True)
    world, manifest = new_world(events, customers), Manifest(database="bench")
    for month in range(MONTHS):
        for happens in (visits, orders, subscriptions, conversations, surveys):
            happens(world, month)
        write_month(world, month, manifest)
    write_dimensions(world, manifest)
    write_manifest(manifest)
    return world.first_id


def write_month(world, month, manifest):
    from nabiz.timeline.mirror import parts
    from nabiz.timeline.mirror.columns import schema_of
    from nabiz.timeline.mirror.manifest import FamilyFiles

    told = world.later.pop(month)
    for family in ("feedback", "support", "money", "usage"):
        schema = schema_of(family)
        tables = [table_of(world, schema, *each[1:]) for each in told if each[0] == family]
        whole = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
        whole = whole.sort_by([("customer_id", "ascending"), ("happened_at", "ascending"), ("id", "ascending")])
        files = manifest.families.setdefault(family, FamilyFiles(version=1))
        files.files[NAMES[month]] = [parts.write_part(family, NAMES[month], whole)]


def table_of(world, schema, kind, who, at, facts):
    """The rows as the mirror holds them. Arrays of small numbers stand for words where a fact is (codes, words)."""
    count = who.size
    made = {"customer_id": who + 1, "happened_at": at * 1_000_000 + RNG.integers(0, 1_000_000, count),
            "id": np.arange(world.first_id, world.first_id + count), "kind": kind, "source": "", "currency": "",
            "touchpoint": words(PLACES, count), "stage": words(STAGES, count), "channel": words(CHANNELS, count)} | facts  # fmt: skip
    world.first_id += count
    has_account = who % 5 == 0
    made["account_id"] = pa.array(who // 25 + 1, mask=~has_account)
    return pa.Table.from_arrays([column(made.get(each.name), each.type, count) for each in schema], schema=schema)


def column(made, its_type, count):
    if made is None:
        return pa.nulls(count, its_type)
    if isinstance(made, str):
        made = pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([made]))
    made = pa.array(made)
    if pa.types.is_dictionary(its_type):
        return (made if pa.types.is_dictionary(made.type) else made.cast(pa.string()).dictionary_encode()).cast(
            its_type
        )
    if pa.types.is_decimal(its_type):
        return made.cast(pa.decimal128(23, 4)).cast(its_type)
    return made.cast(its_type)


def words(choices, count, chance=None):
    codes = RNG.choice(len(choices), count, p=chance).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(choices))


def picked(choices, codes):
    return np.array(choices, dtype=object)[codes]


def moments(month, count):
    return RNG.integers(STARTS[month], STARTS[month + 1], count)


def after(at, median, sigma=1.0):
    return at + np.maximum(1, RNG.lognormal(np.log(median), sigma, at.size)).astype(np.int64)


def chance(count, share):
    return RNG.random(count) < share


def how_many(world, kind):
    return int(world.events * SHARES[kind] / MONTHS)


def visits(world, month):
    before = world.here(month - 1) if month else 0
    new = np.arange(before, world.here(month))
    world.tell("usage", "user.signed_up", new, moments(month, new.size))
    for kind in ("feature.used", "page.viewed", "screen.viewed", "user.signed_in"):
        count = how_many(world, kind)
        who, at = world.some(month, count), moments(month, count)
        number = RNG.zipf(1.6, count) % 12
        facts = {
            "feature.used": {"feature": picked([f"feature {n}" for n in range(12)], number), "count": 1 + number % 3},
            "page.viewed": {"path": picked([f"/page/{n}" for n in range(12)], number)},
        }
        world.tell("usage", kind, who, at, **facts.get(kind, {}))


def orders(world, month):
    count = how_many(world, "order.placed")
    who, at, name = world.some(month, count), moments(month, count), world.new_names(count)
    amount = np.round(RNG.lognormal(5.5, 0.9, count), 2)
    currency = picked(["TRY", "EUR"], chance(count, 0.03).astype(int))
    world.tell("money", "order.placed", who, at, order=name, value=amount, currency=currency)
    steps = [
        ("order.paid", 0.97, 600),
        ("order.shipped", 0.97, 1.5 * DAY),
        ("order.delivered", 0.97, 3 * DAY),
        ("order.returned", 0.07, 6 * DAY),
    ]
    for kind, share, median in steps:
        goes_on = chance(who.size, share)
        who, at, name, amount, currency = (
            who[goes_on],
            after(at[goes_on], median, 0.6),
            name[goes_on],
            amount[goes_on],
            currency[goes_on],
        )
        world.tell("money", kind, who, at, order=name, value=amount, currency=currency)


def subscriptions(world, month):
    """Some begin by trial, some at once, some change, some leave; each at most one of these in a month."""
    free = np.flatnonzero((world.status == 0) & (world.since < month) & (world.owner < world.here(month)))
    paying = np.flatnonzero((world.status == 2) & (world.since < month))
    fate, moves = RNG.random(free.size), RNG.random(paying.size)
    begin = 0.3 if month == 0 else 0.012
    start(world, free[fate < begin], moments(month, int((fate < begin).sum())), month)
    tried = free[(fate >= begin) & (fate < begin + 0.02)]
    try_out(world, tried, moments(month, tried.size), month)
    ended, changed = paying[moves < 0.03], paying[(moves >= 0.03) & (moves < 0.09)]
    tell_of(world, "subscription.ended", ended, moments(month, ended.size), mrr=np.zeros(ended.size))
    world.status[ended], world.since[ended] = 0, month
    world.plan[changed] = np.where(chance(changed.size, 0.7), np.minimum(world.plan[changed] + 1, 2), 0)
    tell_of(world, "subscription.changed", changed, moments(month, changed.size), mrr=PRICES[world.plan[changed]])


def start(world, which, at, month):
    world.status[which], world.since[which] = 2, month
    world.plan[which] = RNG.choice(3, which.size, p=[0.5, 0.35, 0.15])
    tell_of(world, "subscription.started", which, at, mrr=PRICES[world.plan[which]])


def try_out(world, which, at, month):
    tell_of(
        world, "subscription.trial_started", which, at, mrr=np.zeros(which.size), trial_days=np.full(which.size, 14)
    )
    is_paid = chance(which.size, 0.4)
    start(world, which[is_paid], at[is_paid] + 14 * DAY - RNG.integers(0, 3 * DAY, int(is_paid.sum())), month + 1)
    lost = which[~is_paid]
    world.since[lost] = month + 1
    tell_of(
        world,
        "subscription.ended",
        lost,
        at[~is_paid] + 14 * DAY,
        mrr=np.zeros(lost.size),
        was_trial=np.ones(lost.size, bool),
    )


def tell_of(world, kind, which, at, **facts):
    facts |= {"subscription": which, "plan": picked(PLANS, world.plan[which]),
              "product": picked(PRODUCTS, (which >= world.customers).astype(int)), "currency": "TRY"}  # fmt: skip
    world.tell("money", kind, world.owner[which], at, **facts)


def conversations(world, month):
    count = how_many(world, "conversation.opened")
    who, at, name = world.some(month, count), moments(month, count), world.new_names(count)
    queue, subject = RNG.choice(4, count), RNG.choice(30, count)
    facts = {"conversation": name, "queue": picked(["orders", "billing", "lessons", "other"], queue),
             "subject": picked([f"Subject {n}" for n in range(30)], subject)}  # fmt: skip
    issue = picked(["", "late", "broken", "invoice"], RNG.choice(4, count, p=[0.6, 0.2, 0.1, 0.1]))
    targets = {"answer_within": np.full(count, 4 * HOUR), "resolve_within": np.where(queue == 0, DAY, 3 * DAY)}
    world.tell("support", "conversation.opened", who, at, issue=issue, **targets, **facts)
    some_of(world, "message.sent", 0.95, who, name, after(at, 2 * HOUR), is_public=True, is_automatic=False)
    some_of(world, "conversation.transferred", 0.12, who, name, after(at, 4 * HOUR))
    some_of(world, "details.asked_again", 0.1, who, name, after(at, 5 * HOUR))
    work = {f"{part}_seconds": RNG.integers(20, 600, count) for part in ("talk", "hold", "after")}
    some_of(
        world,
        "contact.handled",
        0.9,
        who,
        name,
        after(at, 3 * HOUR),
        **work,
        value=np.round(RNG.gamma(2, 20, count), 2),
    )
    who, name, at = some_of(world, "conversation.resolved", 0.94, who, name, after(at, 20 * HOUR, 1.2))
    who, name, at = some_of(world, "conversation.reopened", 0.1, who, name, after(at, 3 * DAY))
    some_of(world, "conversation.resolved", 0.9, who, name, after(at, DAY))


def some_of(world, kind, share, who, name, at, **facts):
    which = chance(who.size, share)
    facts = {
        each: value[which] if isinstance(value, np.ndarray) else np.full(which.sum(), value)
        for each, value in facts.items()
    }
    world.tell("support", kind, who[which], at[which], conversation=name[which], **facts)
    return who[which], name[which], at[which]


def surveys(world, month):
    count = how_many(world, "survey.invited")
    who, at, name = world.some(month, count), moments(month, count), world.new_names(count)
    kind, fate = RNG.choice(4, count, p=[0.5, 0.3, 0.15, 0.05]), RNG.random(count)
    measure, taste = picked(list(SCALES), kind), RNG.beta(4, 1.5, count)
    low, high = (np.array([scale[end] for scale in SCALES.values()])[kind] for end in (0, 1))
    score = np.minimum(low + (taste * (high - low + 1)).astype(int), high)
    world.tell("feedback", "survey.invited", who, at, measure=measure, survey=measure, invitation=name)
    for told, which, when in (
        ("survey.bounced", fate > 0.96, after(at, 60)),
        ("survey.answered", fate < 0.3, after(at, DAY)),
    ):
        more = {"score": score[which]} if told == "survey.answered" else {}
        world.tell(
            "feedback",
            told,
            who[which],
            when[which],
            measure=measure[which],
            survey=measure[which],
            invitation=name[which],
            **more,
        )


def write_dimensions(world, manifest):
    from nabiz.timeline.mirror import parts
    from nabiz.timeline.mirror.manifest import DimensionFile

    who = np.arange(world.customers)
    number = pa.array(who + 1)
    account = pa.array(who // 25 + 1, mask=who % 5 != 0)
    people = {"customer_id": number, "canonical_id": number, "account_id": account,
              "language": words(["tr", "en"], who.size).cast(pa.string()), "country": words(["TR", "DE"], who.size).cast(pa.string())}  # fmt: skip
    segments = {"customer_id": number, "segment": words(SEGMENTS, who.size, [0.7, 0.2, 0.1]).cast(pa.string())}
    numbers = np.unique(who[who % 5 == 0] // 25 + 1)
    accounts = {"account_id": pa.array(numbers), "name": pa.array(numbers).cast(pa.string())}
    for name, columns in (("customers", people), ("segments", segments), ("accounts", accounts)):
        manifest.dimensions[name] = DimensionFile("1", parts.write_dimension(name, pa.table(columns)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--customers", type=int, default=0, help="one for every 50 events where nothing is said")
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabiz.config.settings")
    os.environ["NABIZ_MIRROR"] = str(wanted.folder.resolve())
    import django

    django.setup()
    began = time.perf_counter()
    count = write_mirror(wanted.events, wanted.customers or wanted.events // 50)
    print(f"{count:,} events written in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
