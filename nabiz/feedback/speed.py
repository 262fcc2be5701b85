"""How many may begin at an open link from one address in a minute: a shop's guests yes, a program no."""

import time
from collections import OrderedDict

MOST_A_MINUTE = 120
_REMEMBERED = 10_000
_begun: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()


def is_flood(address: str, token: str) -> bool:
    """Take one from the bucket of this address; True where it is empty. Each web process keeps its own."""
    now = time.monotonic()
    level, at = _begun.pop((address, token), (float(MOST_A_MINUTE), now))
    level = min(MOST_A_MINUTE, level + (now - at) * MOST_A_MINUTE / 60)
    is_empty = level < 1
    _begun[address, token] = (level if is_empty else level - 1, now)
    while len(_begun) > _REMEMBERED:
        _begun.popitem(last=False)
    return is_empty
