"""Who speaks in a transcript: what we said ourselves is not what a customer said."""

import re
from collections.abc import Iterator

from nabiz.language.folding import search_key

LONGEST = 40_000  # characters of a transcript that are looked at, of which about half are the customer's
_LABEL = re.compile(r"[\[(]?(?:\d{1,2}:\d{2}(?::\d{2})?[\])]?\s{0,3}[-–]?\s{0,3})?([^\W\d_][^:\n]{0,40}?)\s?:(?=\s|$)")
_NOTE = re.compile(r"\s*[\[(].{0,40}$")
OURS = frozenset(
    search_key(name)
    for name in (
        "agent", "support agent", "operator", "rep", "representative", "advisor", "adviser", "bot",
        "interviewer", "moderator", "we", "temsilci", "müşteri temsilcisi", "destek temsilcisi", "operatör", "danışman",
        "müşteri danışmanı", "asistan", "görevli", "görüşmeci", "moderatör", "biz",
    )
)  # fmt: skip


def customers_part(transcript: str) -> str:
    """The transcript without the lines of our own side, where its lines name who speaks. A line without a name goes on
    with the one before. Where nobody of ours is named, or nobody else, everything stays: it may be notes."""
    turns = list(_turns(transcript[:LONGEST]))
    speakers = {who for who, _ in turns if who}
    if not speakers & OURS or speakers <= OURS:
        return transcript
    return "\n".join(line for who, line in turns if who not in OURS)


def _turns(transcript: str) -> Iterator[tuple[str, str]]:
    """Each line with who says it, its name taken off."""
    who = ""
    for line in transcript.splitlines():
        if label := _LABEL.match(line.strip()):
            who = search_key(_NOTE.sub("", label[1]))
            yield who, line.strip()[label.end() :].strip()
        else:
            yield who, line
