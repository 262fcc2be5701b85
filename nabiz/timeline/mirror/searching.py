"""Which files of the mirror still know somebody: the proof after an erasure."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nabiz.timeline.mirror.manifest import folder


def files_that_know(customer_ids: Sequence[int]) -> list[str]:
    """Names of the files, whether they are in use or not, with a row of one of these customers."""
    wanted = pa.array(customer_ids, pa.int64())
    files = sorted(folder().rglob("*.parquet")) if customer_ids else []
    return [f"mirror/{path.relative_to(folder())}" for path in files if _knows(path, wanted)]


def _knows(path: Path, wanted: pa.Array) -> bool:
    names = pq.read_schema(path).names
    column = "customer_id" if "customer_id" in names else "id"
    if column not in names or (column == "id" and not path.name.startswith("customers-")):
        return False
    return bool(pc.any(pc.is_in(pq.read_table(path, columns=[column])[column].cast(pa.int64()), wanted)).as_py())
