"""What the cells of a column are, by a sample of them: numbers and how they are written, moments and their order."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nabiz.imports.reading import dates, values
from nabiz.imports.reading.guess import ENOUGH, Guess
from nabiz.imports.reading.problems import Problem
from nabiz.imports.reading.tables import BLANK_WORDS, Column, ColumnType, Format, Settings
from nabiz.imports.reading.writing import writing

NUMBERISH = re.compile(
    rf"^[+\-−(]*\s*(?:{values.CURRENCY}\s*)?[+\-−]?\d[\d.,'\u00a0\u202f  ]*\s*(?:{values.CURRENCY}|%|\)|-)*$",
    re.IGNORECASE,
)
EMAIL = r"^[^@\s,;<>]{1,64}@[^@\s,;<>]+\.[^@\s,;<>.]{2,}$"
PHONE = r"^(?:\+|00)\d[\d ()\-.]{6,18}\d$|^0\s?\(?\d{3}\)?[ \-]?\d{3}[ \-]?\d{2}[ \-]?\d{2}$|^\(\d{3}\) ?\d{3}-\d{4}$"
PHONE_NAME = re.compile(r"(?i)phone|telefon|mobile|cep|gsm|(?:^|_)tel(?:$|_)|whatsapp")
CLOCK = r"^-?\d{1,3}:\d{2}(?::\d{2}(?:[.,]\d*)?)?$|^-?\d+ days?,? [+-]?\d{1,2}:\d{2}:\d{2}(?:\.\d*)?$"
SHOWN = 3


def guessed(sample: pa.Table, numbers: pa.Array, settings: Settings) -> tuple[tuple[Column, ...], Settings]:
    """The columns of a sample, and the settings with what was found out about each of them."""
    if settings.blank is None:
        settings = replace(settings, blank=_blank_words(sample))
    columns, formats = [], dict(settings.columns)
    for name in sample.column_names:
        cells = sample[name].combine_chunks()
        guess = _guess(name, cells, numbers, settings.of(name))
        formats[name] = _filled(guess.format, settings, settings.columns.get(name, Format()))
        columns.append(_column(name, cells, numbers, replace(settings, columns=formats).of(name), guess))
    formats = {name: found for name, found in formats.items() if found != Format()}
    return tuple(columns), _with_defaults(replace(settings, columns=formats))


def _filled(found: Format, table: Settings, own: Format) -> Format:
    """What was found out, where a person said nothing of the table or of the column."""
    new = {name: value for name, value in vars(found).items() if value is not None and getattr(table, name) is None}
    return replace(own, **{name: value for name, value in new.items() if getattr(own, name) is None})


def _with_defaults(settings: Settings) -> Settings:
    """The table's own way of writing: what most of its columns do."""
    owns = settings.columns.values()
    thousands = settings.thousands
    return replace(
        settings,
        decimal=settings.decimal or _most([own.decimal for own in owns]) or ".",
        thousands=thousands if thousands is not None else _most([own.thousands for own in owns]) or "",
        date_order=settings.date_order or _most([own.date_order for own in owns]) or "dmy",
    )


def _most(found: Sequence[object]) -> Any:
    said = [value for value in found if value]
    return max(set(said), key=said.count) if said else None


def _blank_words(sample: pa.Table) -> tuple[str, ...]:
    """Words that stand for nothing, if the sample has them in more than a stray cell."""
    found = set()
    for column in sample.columns:
        for word in BLANK_WORDS:
            if word not in found and (pc.sum(pc.equal(column, word)).as_py() or 0) > len(column) // 500:
                found.add(word)
    return tuple(word for word in BLANK_WORDS if word in found)


def _guess(name: str, cells: pa.Array, numbers: pa.Array, settings: Settings) -> Guess:
    text, _ = values.as_text(cells, settings)
    text = text.drop_null()
    if not len(text):
        return Guess("text")
    if (found := dates.guessed(name, cells, numbers, settings)) is not None:
        return found
    if _share(text, EMAIL) >= ENOUGH:
        return Guess("email")
    if _share(text, PHONE) >= ENOUGH or (PHONE_NAME.search(name) and _share(text, r"^[+\d][\d ()\-.]{5,}$") >= ENOUGH):
        return Guess("phone")
    if _share(text, CLOCK) >= ENOUGH:
        return Guess("clock")
    if _is_truth(text):
        return Guess("truth")
    return _numbers(text, settings) or Guess("text")


def _share(text: pa.Array, pattern: str) -> float:
    return float(pc.mean(pc.match_substring_regex(text, pattern).cast(pa.float64())).as_py() or 0)


def _is_truth(text: pa.Array) -> bool:
    """Two words that mean yes and no. Ones and zeros are numbers: a person may say otherwise."""
    words = pc.unique(text)
    if len(words) > 4 or all(word.as_py() in ("0", "1", "x", "X") for word in words):
        return False
    _, misfits = values.as_truth(words)
    return not pc.any(misfits).as_py()


def _numbers(text: pa.Array, settings: Settings) -> Guess | None:
    cells = text.to_pylist()
    numberish = [cell for cell in cells if NUMBERISH.match(cell)]
    if len(numberish) < ENOUGH * len(cells) or _are_codes(numberish):
        return None
    found = Format(*writing(numberish))
    asked = settings.overridden(_filled(found, settings, Format()))
    number, misfits = values.as_decimal(text, asked)
    odd = text.filter(misfits)
    if len(text) - len(odd) < ENOUGH * len(text) or pc.any(pc.match_substring_regex(odd, r"\d\d")).as_py():
        return None  # what does not fit has digits too: these are codes, such as C536379 among 536365
    is_whole = bool(pc.all(pc.equal(number, pc.floor(number))).as_py())
    is_money = any(
        cell.endswith(("00", "%")) and (asked.decimal or ".") in cell[-3:] for cell in numberish
    ) or "%" in "".join(numberish)
    return Guess("integer" if is_whole and not is_money else "number", found)


def _are_codes(cells: list[str]) -> bool:
    """Leading zeros are kept: a number does not begin with one, a customer's number does."""
    led = sum(1 for cell in cells if len(cell) > 1 and cell[0] == "0" and cell[1].isdigit())
    return led > 0.02 * len(cells) or max(map(len, cells)) > 25


def _column(name: str, cells: pa.Array, numbers: pa.Array, settings: Settings, guess: Guess) -> Column:
    text, _ = values.as_text(cells, settings)
    spaces = pc.sum(pc.and_(cells.is_valid(), values.as_text(cells)[0].is_null())).as_py() or 0
    problems = list(guess.problems)
    if spaces:
        problems.append(Problem("blank_text", {"count": spaces, "sampled": len(cells)}))
    for word in settings.blank or ():
        if count := pc.sum(pc.equal(cells, word)).as_py() or 0:
            problems.append(Problem("placeholder", {"count": count, "sampled": len(cells), "word": word}))
    if guess.type == "clock" and (negative := _negative(cells, numbers)) is not None:
        problems.append(negative)
    if (odd := _misfits(guess.type, cells, numbers, settings)) is not None:
        problems.append(odd)
    samples = tuple(cell[:200] for cell in pc.unique(text.drop_null())[:SHOWN].to_pylist())
    return Column(name, guess.type, samples, text.null_count, len(cells), tuple(problems))


def _misfits(kind: ColumnType, cells: pa.Array, numbers: pa.Array, settings: Settings) -> Problem | None:
    match kind:
        case "number":
            mask = values.as_decimal(cells, settings)[1]
        case "integer":
            mask = values.as_integer(cells, settings)[1]
        case "moment" | "day":
            mask = values.as_day(cells, settings)[1]
        case "email" | "clock":
            text = values.as_text(cells, settings)[0]
            mask = pc.fill_null(pc.invert(pc.match_substring_regex(text, EMAIL if kind == "email" else CLOCK)), False)
        case _:
            return None
    return _counted("misfits", mask, cells, numbers)


def _negative(cells: pa.Array, numbers: pa.Array) -> Problem | None:
    return _counted("negative_times", pc.fill_null(pc.starts_with(cells, "-"), False), cells, numbers)


def _counted(code: str, mask: pa.Array, cells: pa.Array, numbers: pa.Array) -> Problem | None:
    if not (count := pc.sum(mask).as_py()):
        return None
    at = pc.index(mask, True).as_py()
    facts = {"count": count, "sampled": len(cells), "example": cells[at].as_py()[:80], "row": numbers[at].as_py()}
    return Problem(code, facts)
