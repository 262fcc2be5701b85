"""What can be wrong with a file, each with a sentence that says what, where, and the way out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    # the file cannot be read
    "empty": _("“%(file)s” is empty. Export it again and check that it holds rows."),
    "unsupported": _("“%(file)s” is %(what)s, which cannot be read. Save it as CSV, XLSX, JSON, NDJSON or Parquet."),
    "old_excel": _("“%(file)s” is in the old Excel format (.xls). Open it and save it as .xlsx or CSV."),
    "encrypted_workbook": _("“%(file)s” is protected with a password. Open it in Excel, remove the password and save it again."),
    "damaged": _("“%(file)s” is damaged: it begins as %(what)s but cannot be read to its end. Export or download it again."),
    "truncated": _("“%(file)s” stops in the middle, as after a download that broke off. Download or export it again."),
    "zip_encrypted": _("“%(entry)s” in “%(file)s” is protected with a password. Pack it again without one."),
    "zip_path": _("“%(file)s” holds an unsafe path: “%(entry)s”. Pack the files again without folders outside the ZIP."),
    "zip_link": _("“%(entry)s” in “%(file)s” is a link to another file. Pack the file itself."),
    "zip_nested": _("“%(entry)s” in “%(file)s” is packed once more. Unpack it and put the files in one ZIP."),
    "zip_bomb": _("“%(entry)s” in “%(file)s” would unpack to %(size)s, far more than is read. Unpack it and upload the files one by one."),
    "zip_many": _("“%(file)s” holds %(count)s files; at most %(limit)s are read. Divide it."),
    "zip_nothing": _("“%(file)s” holds no file that can be read. CSV, XLSX, JSON, NDJSON and Parquet can."),
    "too_many_columns": _("“%(file)s” has %(count)s columns; at most %(limit)s are read. Leave out those you do not need, or check the delimiter."),
    "long_row": _("Row %(row)s is longer than %(limit)s, so this is hardly a table, or a quotation mark is never closed. Check the export."),
    "no_records": _("“%(file)s” holds no list of records. A list of JSON objects is needed, or an object that holds one."),
    "which_records": _("“%(file)s” holds several lists: %(lists)s. Say which one to read."),
    "bad_json": _("“%(file)s” is no valid JSON at character %(at)s: %(why)s. Export it again."),
    "bad_ndjson": _("“%(file)s” looks like NDJSON, but none of its first lines is a JSON object."),
    "unknown_encoding": _("“%(encoding)s” is no encoding that is known. UTF-8, UTF-16 and Windows-1254 are usual."),
    "gone": _("The table “%(table)s” is not in “%(file)s” any more. Look into the file again."),
    "workbook_large": _("“%(file)s” holds %(size)s of texts, too many for a workbook. Save it as CSV."),
    "no_sheet": _("“%(file)s” has no sheet with cells."),
    # the table can be read, but something is to be known
    "header_only": _("There is a header but no row below it."),
    "column_twice": _("The column “%(name)s” appears %(count)s times. The later ones are called %(others)s; rename them or leave them out."),
    "column_unnamed": _("%(count)s columns have no name; they are called %(names)s."),
    "no_header": _("The first row looks like data, so the columns are numbered. If it is a header, say so."),
    "rows_above": _("The header seems to be in row %(row)s; what stands above it is left out."),
    "line_ends": _("The file mixes line ends of Windows and Unix. It is read all the same."),
    "ragged": _("%(count)s of %(sampled)s sampled rows have more or fewer columns than the header, for example row %(row)s."),
    "nul": _("The file holds NUL characters; rows with them are left out."),
    "late_columns": _("From row %(row)s on there are fields that were not seen when the file was looked into: %(names)s. They are left out."),
    "flattened": _("Nested objects became columns with dotted names, for example %(name)s."),
    # a column
    "mixed_dates": _("Dates mix two orders: %(dmy)s of %(sampled)s can only be day first (row %(dmy_row)s: %(dmy_example)s), %(mdy)s only month first (row %(mdy_row)s: %(mdy_example)s). %(either)s could be either and are read as %(read)s."),
    "ambiguous_dates": _("All %(sampled)s sampled dates could be day first or month first, for example %(example)s. They are read as %(read)s."),
    "misfits": _("%(count)s of %(sampled)s sampled cells do not fit the rest, for example “%(example)s” in row %(row)s."),
    "blank_text": _("%(count)s of %(sampled)s sampled cells hold only spaces; they count as blank."),
    "placeholder": _("%(count)s of %(sampled)s sampled cells hold “%(word)s”, which counts as blank."),
    "negative_times": _("%(count)s of %(sampled)s sampled durations are negative, for example “%(example)s” in row %(row)s."),
    "far_dates": _("%(count)s of %(sampled)s sampled dates lie before 1900 or after 2100, for example “%(example)s” in row %(row)s."),
    # a row
    "columns": _("This file has %(found)s columns in row %(row)s, the header has %(expected)s. A cell with the delimiter inside may lack its quotation marks. Fix the row or leave it out."),
    "row_encoding": _("Row %(row)s holds bytes that are not %(encoding)s. Fix the row, or choose another encoding."),
    "row_nul": _("Row %(row)s holds a NUL character. Take it out or leave the row out."),
    "row_quote": _("A quotation mark in row %(row)s is never closed, or stands inside a cell. Fix the row or leave it out."),
    "row_long": _("Row %(row)s is longer than %(limit)s. Shorten it or leave it out."),
    "row_json": _("Row %(row)s is no valid JSON: %(why)s. Fix the row or leave it out."),
    "row_object": _("Row %(row)s is no JSON object. Each row needs names and values in braces."),
    "row_depth": _("Row %(row)s is nested more than %(limit)s levels deep. Make it flatter or leave it out."),
    "row_surrogate": _("Row %(row)s holds half a character (a lone surrogate). Fix the row or leave it out."),
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What is wrong, as a code that programs know, and the facts that its sentence needs."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.code]) % self.facts

    def __hash__(self) -> int:
        return hash((self.code, tuple(self.facts)))

    def __str__(self) -> str:
        return self.sentence


class Unreadable(Exception):
    """A file that cannot be read at all; `problem` has the sentence for whoever brought it."""

    def __init__(self, code: str, **facts: object) -> None:
        self.problem = Problem(code, facts)
        super().__init__(code)

    def __str__(self) -> str:
        return self.problem.sentence


def in_bytes(size: int) -> str:
    """A size for a sentence: 4 MB, 1.5 GB."""
    for unit, of in (("GB", 1024**3), ("MB", 1024**2), ("kB", 1024)):
        if size >= of:
            return f"{size / of:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size} B"
