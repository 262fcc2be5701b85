"""Files for the tests, and their rows."""

from nabiz.imports.reading.files import batches, look_into


def make_file(folder, name, content, encoding="utf-8"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def rows_of(path, settings=None):
    [table] = look_into(path, settings=settings)
    return [row for batch in batches(path, table) for row in batch.rows.to_pylist()]


def bad_rows_of(path):
    [table] = look_into(path)
    return [(bad.number, bad.problem.code) for batch in batches(path, table) for bad in batch.bad]
