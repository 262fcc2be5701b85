"""The same questions in polars, over the same Parquet files, lazily: only the columns and kinds that a question needs."""

import itertools

import polars as pl

ZONE = "Europe/Istanbul"


class Frames:
    """`starts` are the instants (microseconds) at which the 24 months begin, and the last ends."""

    def __init__(self, folder, starts, now):
        self.folder, self.starts, self.now = folder, starts, now
        (segments,) = folder.glob("dimensions/segments-*.parquet")
        self.segments = pl.scan_parquet(segments)

    def events(self, family, *kinds):
        rows = pl.scan_parquet(str(self.folder / "events" / family / "*" / "*.parquet"))
        rows = rows.with_columns(pl.col("kind").cast(pl.String), us=pl.col("happened_at").dt.epoch("us"))
        return rows.filter(pl.col("kind").is_in(kinds)) if kinds else rows

    def inside(self, rows):
        rows = rows.filter(pl.col("us").is_between(self.starts[0], self.starts[-1], closed="left"))
        return rows.with_columns(month=pl.col("happened_at").dt.convert_time_zone(ZONE).dt.truncate("1mo"))

    def answered(self, measure):
        return self.inside(self.events("feedback", "survey.answered").filter(pl.col("measure") == measure))

    def nps(self):
        score = pl.col("score")
        rows = self.answered("nps").join(self.segments, on="customer_id").group_by("month", "segment")
        found = rows.agg(
            (score >= 9).sum().alias("p"), score.is_between(7, 8).sum().alias("q"), (score <= 6).sum().alias("d")
        )
        return found.sort("month", "segment").collect().select("p", "q", "d").to_numpy()

    def csat(self):
        rows = self.answered("csat").with_columns(pl.col("channel").cast(pl.String)).group_by("month", "channel")
        found = rows.agg((pl.col("score") >= 4).sum().alias("s"), pl.len().alias("n")).sort("month", "channel")
        return found.collect().select("s", "n").to_numpy()

    def time_to_resolution(self):
        kinds = "conversation.opened", "conversation.reopened", "conversation.resolved"
        rows = self.events("support", *kinds).select(
            "conversation", "us", "id", "happened_at", is_end=pl.col("kind") == kinds[2]
        )
        rows = rows.sort("conversation", "us", "id").with_columns(
            before=pl.col("is_end").shift(1).over("conversation"),
            until=pl.when("is_end").then("us").shift(-1).backward_fill().over("conversation"),
        )
        rows = self.inside(rows.filter(~pl.col("is_end") & pl.col("before").fill_null(True)))
        seconds = pl.col("until").fill_null(self.now) // 1_000_000 - pl.col("us") // 1_000_000
        rows = rows.with_columns(seconds=seconds.clip(0)).group_by("month", "seconds")
        found = rows.agg(
            pl.col("until").count().alias("ended"), pl.col("until").null_count().alias("lasting")
        ).collect()
        return found["month"].rank("dense").to_numpy() - 1, *(
            found[name].to_numpy() for name in ("seconds", "ended", "lasting")
        )

    def response_rate(self):
        told = {
            name: self.events("feedback", f"survey.{name}")
            .select("invitation")
            .unique()
            .with_columns(pl.lit(True).alias(name))
            for name in ("answered", "bounced")
        }
        rows = self.inside(self.events("feedback", "survey.invited")).filter(
            pl.col("us") <= self.now - 14 * 86_400_000_000
        )
        rows = rows.join(told["answered"], on="invitation", how="left").join(
            told["bounced"], on="invitation", how="left"
        )
        answered, bounced = pl.col("answered").fill_null(False), pl.col("bounced").fill_null(False)
        found = (
            rows.group_by("month").agg(answered.sum().alias("a"), (answered | ~bounced).sum().alias("d")).sort("month")
        )
        return found.collect().select("a", "d").to_numpy()

    def nrr(self):
        kinds = [f"subscription.{name}" for name in ("trial_started", "started", "changed", "ended")]
        rows = self.events("money", *kinds).select(
            "kind", "subscription", "us", "id", "customer_id", "account_id", pl.col("mrr").cast(pl.Float64)
        )
        rows = rows.sort("subscription", "us", "id").with_columns(
            until=pl.col("us").shift(-1).over("subscription").fill_null(2**62),
            unit=pl.coalesce(
                pl.col("account_id").max().over("subscription"), -pl.col("customer_id").min().over("subscription")
            ),
        )
        spans = rows.filter(~pl.col("kind").is_in([kinds[0], kinds[3]]), pl.col("mrr") > 0).collect()
        states = []
        for moment in self.starts:
            here = spans.filter(pl.col("us") <= moment, pl.col("until") > moment)
            states.append(here.group_by("unit").agg(pl.col("mrr").sum()))
        found = []
        for opening, closing in itertools.pairwise(states):
            both = opening.join(closing, on="unit", how="left", suffix="_after").with_columns(
                pl.col("mrr_after").fill_null(0)
            )
            kept = both.select(pl.min_horizontal("mrr", "mrr_after")).to_series().sum()
            found.append(
                (
                    both.height,
                    both.filter(pl.col("mrr_after") > 0).height,
                    both["mrr"].sum(),
                    both["mrr_after"].sum(),
                    kept,
                    closing["mrr"].sum(),
                )
            )
        return found

    def active_customers(self):
        rows = self.inside(self.events("usage", "feature.used", "page.viewed", "screen.viewed"))
        return (
            rows.group_by("month")
            .agg(pl.col("customer_id").n_unique().alias("n"))
            .sort("month")
            .collect()["n"]
            .to_numpy()
        )

    def stickiness(self):
        rows = self.inside(self.events("usage", "feature.used", "page.viewed", "screen.viewed"))
        rows = rows.with_columns(day=pl.col("happened_at").dt.convert_time_zone(ZONE).dt.date())
        each = rows.group_by("month", "customer_id").agg(pl.col("day").n_unique().cast(pl.Int64).alias("d"))
        found = each.group_by("month").agg(
            pl.len().alias("n"), pl.col("d").sum().alias("s"), (pl.col("d") ** 2).sum().alias("q")
        )
        return found.sort("month").collect().select("n", "s", "q").to_numpy()

    def average_order_value(self):
        rows = self.inside(self.events("money", "order.paid")).filter(
            pl.col("value") > 0, pl.col("currency").cast(pl.String).is_in(["", "TRY"])
        )
        found = (
            rows.group_by("month")
            .agg(pl.len().alias("n"), pl.col("value").sum().cast(pl.Float64).alias("s"))
            .sort("month")
        )
        return found.collect().select("n", "s").to_numpy()

    def handling_time(self):
        work = pl.sum_horizontal("talk_seconds", "hold_seconds", "after_seconds")
        rows = self.inside(self.events("support", "contact.handled")).group_by("month")
        return rows.agg(pl.len().alias("n"), work.sum().alias("s")).sort("month").collect().select("n", "s").to_numpy()

    def all_events(self, *kinds, families=("feedback", "support", "money", "usage")):
        some = [
            self.events(family, *kinds).select("customer_id", "us", "id", "kind", "happened_at") for family in families
        ]
        return self.inside(pl.concat(some)).drop("happened_at")

    def funnel(self, steps, days=30):
        """Step by step: each attempt joins the first later event of the same customer."""
        rows = {step: self.all_events(step).select("customer_id", "us").collect().sort("us") for step in steps}
        attempts = rows[steps[0]].with_columns(began=pl.col("us"))
        reached = [attempts["customer_id"].n_unique()]
        for step in steps[1:]:
            later = rows[step].with_columns(then="us")
            found = attempts.sort("us").join_asof(
                later, on="us", by="customer_id", strategy="forward", allow_exact_matches=False
            )
            found = found.filter(pl.col("then") - pl.col("began") <= days * 86_400_000_000)
            attempts = found.select("customer_id", us="then", began="began")
            reached.append(attempts["customer_id"].n_unique())
        return reached

    def transitions(self):
        rows = self.all_events().with_columns(pl.col("kind").cast(pl.Categorical)).sort("customer_id", "us", "id")
        same = pl.col("customer_id") == pl.col("customer_id").shift(-1)
        rows = rows.select(
            "kind", next=pl.col("kind").shift(-1), gap=(pl.col("us").shift(-1) - pl.col("us")) / 3.6e9, same=same
        )
        found = rows.filter("same").group_by("kind", "next").agg(pl.len().alias("n"), pl.col("gap").median())
        return {(row[0], row[1]): row[2:] for row in found.collect().iter_rows()}

    def triangle(self):
        rows = (
            self.all_events("feature.used", "page.viewed", families=("usage",)).select("customer_id", "month").unique()
        )
        rows = rows.with_columns(cohort=pl.col("month").min().over("customer_id"))
        found = rows.group_by("cohort", "month").agg(pl.len().alias("n")).sort("cohort", "month")
        return found.collect()["n"].to_numpy()
