"""How fast a source may send: a bucket of tokens that fills at the agreed rate."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from nabiz.intake.refusals import Refusal


@dataclass(slots=True)
class Bucket:
    """A minute of tokens. While any is left a batch is let in, and may leave a debt: else a large one never could."""

    per_minute: int
    level: float
    at: float


@dataclass
class Rates:
    """The buckets of this process. Several web processes each keep their own."""

    now: Callable[[], float] = time.monotonic
    buckets: dict[int, Bucket] = field(default_factory=dict)

    def spend(self, source_id: int, per_minute: int, events: int) -> None:
        """Take the tokens of a request. Raises Refusal, with the seconds to wait, where none are left."""
        if not per_minute:
            return
        now = self.now()
        bucket = self.buckets.get(source_id)
        if bucket is None or bucket.per_minute != per_minute:
            bucket = self.buckets[source_id] = Bucket(per_minute, per_minute, now)
        bucket.level = min(per_minute, bucket.level + (now - bucket.at) * per_minute / 60)
        bucket.at = now
        if bucket.level <= 0:
            seconds = max(1, math.ceil((1 - bucket.level) * 60 / per_minute))
            raise Refusal("too_fast", {"seconds": seconds}, retry_after=seconds)
        bucket.level -= events
