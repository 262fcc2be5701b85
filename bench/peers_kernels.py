"""The same arithmetic in numpy on raw columns: all events in one set of arrays, sorted by customer and moment, words as small numbers.

What a numpy kernel needs is the bound that an engine is held against: nothing is parsed, planned or decompressed.
"""

import itertools
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

WORDS = ("kind", "channel", "measure", "currency")
NUMBERS = {"customer_id": np.int32, "account_id": np.int32, "score": np.int8, "invitation": np.int32, "conversation": np.int32,
           "subscription": np.int32, "talk_seconds": np.int32, "hold_seconds": np.int32, "after_seconds": np.int32}  # fmt: skip
MONEY = ("value", "mrr")
QUARTER = 15 * 60 * 1_000_000
DAY = 86_400_000_000
AHEAD = 3 * 3600 * 1_000_000  # Istanbul keeps one offset all year
FOURTEEN_DAYS = 14 * DAY


def write_columns(folder, target, begin, end):
    """Turn the mirror's files into .npy files: what happened from `begin` to `end`, missing numbers as -1, money in ten-thousandths."""
    target.mkdir(parents=True)
    names = ["id", "happened_at", *WORDS, *NUMBERS, *MONEY]
    tables = [_fitting(pq.read_table(path), names) for path in sorted(Path(folder).glob("events/*/*/*.parquet"))]
    table = pa.concat_tables(tables).unify_dictionaries()
    at, who = table["happened_at"].cast(pa.int64()).to_numpy(), table["customer_id"].to_numpy()
    order = np.lexsort((table["id"].to_numpy(), at, who))
    order = order[(at[order] >= begin) & (at[order] < end)]
    np.save(target / "at.npy", at[order])
    for name in WORDS:
        chunk = table[name].combine_chunks()
        codes = chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int8)
        np.save(target / f"{name}.npy", codes[order])
        np.save(target / f"{name}.words.npy", np.array(chunk.dictionary.to_pylist(), dtype="U"))
    for name, its_type in NUMBERS.items():
        np.save(target / f"{name}.npy", table[name].cast(pa.int64()).fill_null(-1).to_numpy().astype(its_type)[order])
    for name in MONEY:
        whole = pc.multiply(table[name], 10_000.0).fill_null(0).to_numpy()
        np.save(target / f"{name}.npy", np.rint(whole).astype(np.int64)[order])
    (segments,) = Path(folder).glob("dimensions/segments-*.parquet")
    members = pq.read_table(segments)
    names = sorted(pc.unique(members["segment"]).to_pylist())
    dense = np.zeros(int(pc.max(members["customer_id"]).as_py()) + 1, np.int8)
    dense[members["customer_id"].to_numpy()] = pc.index_in(members["segment"], pa.array(names)).to_numpy()
    np.save(target / "segment.npy", dense)


def read_columns(target):
    files = {path.name.removesuffix(".npy"): np.load(path) for path in target.glob("*.npy")}
    columns = SimpleNamespace(**{name: array for name, array in files.items() if "." not in name})
    columns.words = {
        name.removesuffix(".words"): list(array) for name, array in files.items() if name.endswith(".words")
    }
    return columns


def _fitting(table, names):
    return pa.table([_column(table, name) for name in names], names=names)


def _column(table, name):
    word = pa.dictionary(pa.int32(), pa.string())
    its_type = word if name in WORDS else pa.int64() if name in NUMBERS else pa.float64() if name in MONEY else None
    if name not in table.column_names:
        return pa.nulls(table.num_rows, its_type)
    column = table[name]
    if name in WORDS and not pa.types.is_dictionary(column.type):
        return column.dictionary_encode().cast(word)
    return column.cast(its_type) if its_type else column


class Kernels:
    """`starts` are the instants (microseconds) at which the 24 months begin, and the last ends."""

    def __init__(self, columns, starts, now):
        self.c, self.starts, self.now = columns, np.array(starts), now
        quarters = self.starts // QUARTER
        lookup = np.searchsorted(quarters, np.arange(quarters[0], quarters[-1]), side="right").astype(
            np.int8
        ) - np.int8(1)
        # One place before the first month, one after the last.
        self.lookup = np.concatenate([[np.int8(24)], lookup, [np.int8(24)]])

    def month(self, at):
        return self.lookup[np.clip(at // QUARTER - self.starts[0] // QUARTER + 1, 0, self.lookup.size - 1)]

    def rows(self, *kinds):
        wanted = np.zeros(128, bool)
        wanted[[self.c.words["kind"].index(kind) for kind in kinds]] = True
        return (
            np.flatnonzero(wanted[self.c.kind])
            if len(kinds) > 1
            else np.flatnonzero(self.c.kind == np.flatnonzero(wanted)[0])
        )

    def answered(self, measure):
        rows = self.rows("survey.answered")
        return rows[self.c.measure[rows] == self.c.words["measure"].index(measure)]

    def nps(self):
        c, rows = self.c, self.answered("nps")
        level = np.array([2] * 7 + [1] * 2 + [0] * 2)[c.score[rows]]
        cell = (self.month(c.at[rows]).astype(int) * 3 + c.segment[c.customer_id[rows]]) * 3 + level
        return np.bincount(cell, minlength=25 * 9)[: 24 * 9].reshape(-1, 3)

    def csat(self):
        c, rows = self.c, self.answered("csat")
        rank = np.argsort(np.argsort(c.words["channel"]))
        cell = self.month(c.at[rows]).astype(int) * len(rank) + rank[c.channel[rows]]
        size = 24 * len(rank)
        found = np.stack(
            [np.bincount(cell, c.score[rows] >= 4, size)[:size], np.bincount(cell, minlength=size)[:size]], axis=1
        )
        return found[found[:, 1] > 0]

    def time_to_resolution(self):
        c = self.c
        kinds = "conversation.opened", "conversation.reopened", "conversation.resolved"
        rows = self.rows(*kinds)
        rows = rows[np.lexsort((c.at[rows], c.conversation[rows]))]
        name, at, is_end = c.conversation[rows], c.at[rows], c.kind[rows] == c.words["kind"].index(kinds[2])
        before = np.concatenate([[True], is_end[:-1] | (name[1:] != name[:-1])])
        ends = np.flatnonzero(is_end)
        begun = np.flatnonzero(~is_end & before)
        place = np.searchsorted(ends, begun)
        end = ends[np.minimum(place, ends.size - 1)]
        is_over = (place < ends.size) & (name[end] == name[begun])
        until = np.where(is_over, at[end], self.now)
        seconds = np.maximum(until // 1_000_000 - at[begun] // 1_000_000, 0)
        return quantiles(self.month(at[begun]), seconds, is_over, ~is_over)

    def response_rate(self):
        c = self.c
        size = int(c.invitation.max()) + 1
        was_answered, bounced = np.zeros(size, bool), np.zeros(size, bool)
        was_answered[c.invitation[self.rows("survey.answered")]] = True
        bounced[c.invitation[self.rows("survey.bounced")]] = True
        rows = self.rows("survey.invited")
        rows = rows[c.at[rows] <= self.now - FOURTEEN_DAYS]
        month, name = self.month(c.at[rows]), c.invitation[rows]
        answered = was_answered[name]
        return np.stack(
            [np.bincount(month[which], minlength=25)[:24] for which in (answered, answered | ~bounced[name])], axis=1
        )

    def nrr(self):
        c = self.c
        kinds = [f"subscription.{name}" for name in ("trial_started", "started", "changed", "ended")]
        rows = self.rows(*kinds)
        rows = rows[np.lexsort((c.at[rows], c.subscription[rows]))]
        name, at, kind = c.subscription[rows], c.at[rows], c.kind[rows]
        until = np.append(np.where(name[1:] == name[:-1], at[1:], np.iinfo(np.int64).max), np.iinfo(np.int64).max)
        payer = np.where(c.account_id[rows] >= 0, c.account_id[rows], c.customer_id[rows] + int(c.account_id.max()) + 1)
        brings = c.mrr[rows] * (kind != c.words["kind"].index(kinds[0]))
        kept = (kind != c.words["kind"].index(kinds[3])) & (brings > 0)
        at, until, payer, brings = at[kept], until[kept], payer[kept], brings[kept]
        width, states = int(payer.max()) + 1, []
        for moment in self.starts:
            here = (at <= moment) & (until > moment)
            states.append(np.bincount(payer[here], brings[here], width))
        found = []
        for opening, closing in itertools.pairwise(states):
            base = opening > 0
            a, b = opening[base], closing[base]
            found.append(
                (
                    base.sum(),
                    (b > 0).sum(),
                    a.sum() / 1e4,
                    b.sum() / 1e4,
                    np.minimum(a, b).sum() / 1e4,
                    closing.sum() / 1e4,
                )
            )
        return np.array(found)

    def active_customers(self):
        rows = self.rows("feature.used", "page.viewed", "screen.viewed")
        who, month = self.c.customer_id[rows], self.month(self.c.at[rows])
        is_new = np.concatenate([[True], (who[1:] != who[:-1]) | (month[1:] != month[:-1])])
        return np.bincount(month[is_new], minlength=25)[:24]

    def stickiness(self):
        rows = self.rows("feature.used", "page.viewed", "screen.viewed")
        at = self.c.at[rows]
        who, day = self.c.customer_id[rows], (at + AHEAD) // DAY
        is_new = np.flatnonzero(np.concatenate([[True], (who[1:] != who[:-1]) | (day[1:] != day[:-1])]))
        who, month = who[is_new], self.month(at[is_new])
        begins = np.flatnonzero(np.concatenate([[True], (who[1:] != who[:-1]) | (month[1:] != month[:-1])]))
        days, month = np.diff(begins, append=who.size), month[begins]
        return np.stack([np.bincount(month, weight, 25)[:24] for weight in (None, days, days * days)], axis=1)

    def average_order_value(self):
        c, rows = self.c, self.rows("order.paid")
        rows = rows[(c.value[rows] > 0) & (c.currency[rows] == c.words["currency"].index("TRY"))]
        month = self.month(c.at[rows])
        return np.stack(
            [np.bincount(month, minlength=25)[:24], np.bincount(month, c.value[rows], 25)[:24] / 1e4], axis=1
        )

    def handling_time(self):
        c, rows = self.c, self.rows("contact.handled")
        month, work = self.month(c.at[rows]), c.talk_seconds[rows] + c.hold_seconds[rows] + c.after_seconds[rows]
        return np.stack([np.bincount(month, minlength=25)[:24], np.bincount(month, work, 25)[:24]], axis=1)

    def funnel(self, steps, days=30):
        c = self.c
        started = row = self.rows(steps[0])
        reached = [np.unique(c.customer_id[row]).size]
        for step in steps[1:]:
            among = self.rows(step)
            place = np.searchsorted(among, row, side="right")
            there = place < among.size
            started, row = started[there], among[place[there]]
            goes_on = (c.customer_id[row] == c.customer_id[started]) & (c.at[row] - c.at[started] <= days * DAY)
            started, row = started[goes_on], row[goes_on]
            who = c.customer_id[row]
            reached.append(int((who[1:] != who[:-1]).sum()) + (who.size > 0))
        return np.array(reached)

    def transitions(self):
        c, width = self.c, len(self.c.words["kind"])
        pair = c.kind[:-1].astype(np.uint16) * np.uint16(width) + c.kind[1:].astype(np.uint16)
        pair[c.customer_id[1:] != c.customer_id[:-1]] = width**2
        order = np.argsort(pair, kind="stable")
        count = np.bincount(pair, minlength=width**2 + 1)[:-1]
        gaps = np.diff(c.at)[order]
        ends = np.cumsum(count)
        return count, {p: np.median(gaps[ends[p] - count[p] : ends[p]]) / 3.6e9 for p in np.flatnonzero(count)}

    def triangle(self):
        rows = self.rows("feature.used", "page.viewed")
        who, month = self.c.customer_id[rows], self.month(self.c.at[rows])
        is_first = np.concatenate([[True], who[1:] != who[:-1]])
        is_new = is_first | np.concatenate([[True], month[1:] != month[:-1]])
        began = np.zeros(int(who[-1]) + 1, np.int8)
        began[who[is_first]] = month[is_first]
        cohort, seen = began[who[is_new]].astype(int), month[is_new]
        inside = (cohort < 24) & (seen < 24)
        return np.bincount(cohort[inside] * 24 + seen[inside], minlength=576).reshape(24, 24)


def quantiles(month, seconds, ended, lasting):
    """Median and 90th percentile per month (Kaplan-Meier), in hours, from durations that may still last."""
    found = []
    for place in range(24):
        here = month == place
        time = seconds[here]
        order = np.argsort(time)
        time, over, still = (
            time[order],
            np.asarray(ended)[here][order].astype(float),
            np.asarray(lasting)[here][order].astype(float),
        )
        begins = np.flatnonzero(np.concatenate([[True], time[1:] != time[:-1]]))
        over, still, time = np.add.reduceat(over, begins), np.add.reduceat(still, begins), time[begins]
        at_risk = (over + still)[::-1].cumsum()[::-1]
        left = np.cumprod(1 - over / at_risk)
        found.append([time[np.argmax(left <= share + 1e-9)] / 3600 for share in (0.5, 0.1)])
    return np.array(found)
