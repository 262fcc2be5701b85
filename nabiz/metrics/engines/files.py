"""What to think of an engine's complaint about files."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.parquet as pq

from nabiz.metrics.engines.base import Files, Table


def is_readable(tables: Iterable[Table]) -> bool:
    """Whether each file is there and whole. It reads them all, so ask only after something went wrong."""
    paths = [path for table in tables if isinstance(table, Files) for path in table.paths]
    try:
        for path in paths:
            pq.ParquetFile(path).read()
    except (OSError, pa.ArrowException):
        return False
    return True
