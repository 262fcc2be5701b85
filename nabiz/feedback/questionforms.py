"""The form of one question: words in both languages, answers, and where it leads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from nabiz.feedback.branching import END, OPERATORS, possible_values
from nabiz.feedback.consenting import possible_consents
from nabiz.feedback.kinds import MEASURES, SCALES, WITH_OPTIONS
from nabiz.feedback.models import LANGUAGES, Question, Survey
from nabiz.feedback.queries import newest_version, questions_of
from nabiz.feedback.texts import one_line
from nabiz.feedback.wording import LONGEST_TEXT

MOST_OPTIONS = 30
SPARE_ROWS = 3
JUMPS = 3
WORDS = ("title", "hint", "low", "high")


@dataclass
class Line:
    """An answer or a row as it stands in the form; one without words is left out."""

    value: str = ""
    tr: str = ""
    en: str = ""
    score: str = ""


@dataclass
class QuestionForm:
    """`question` as it is kept, `earlier` and `later` the others that a condition or a jump may name."""

    question: Question
    earlier: Sequence[Question]
    later: Sequence[Question]
    errors: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[dict[str, Any]]:
        names = {"title": _("Question"), "hint": _("Hint"), "low": _("Low end"), "high": _("High end")}
        if self.question.kind == Question.Kind.CONSENT:
            names["low"] = _("Beside the box")
        wanted = [name for name in WORDS if name in ("title", "hint") or self._has_ends(name)]
        return [
            {"name": name, "label": names[name], "tr": self._word(name, "tr"), "en": self._word(name, "en")}
            for name in wanted
        ]

    @property
    def measures(self) -> list[tuple[str, str]]:
        fitting = [name for name, kinds in MEASURES.items() if self.question.kind in kinds]
        return [("", _("no score")), *((name, str(Question.Measure(name).label)) for name in fitting)]

    @property
    def lists(self) -> list[dict[str, Any]]:
        found = []
        if self.question.kind in WITH_OPTIONS:
            label = _("Columns") if self.question.kind == Question.Kind.MATRIX else _("Answers")
            found.append({"name": "options", "label": label, "lines": _lines(self.question.options)})
        if self.question.kind == Question.Kind.MATRIX:
            found.append({"name": "rows", "label": _("Rows"), "lines": _lines(self.question.rows)})
        return found

    @property
    def consents(self) -> list[tuple[str, str]]:
        """What a yes may mean in the ledger of consents."""
        return possible_consents() if self.question.kind == Question.Kind.CONSENT else []

    @property
    def has_scores(self) -> bool:
        return self.question.kind == Question.Kind.CHOICE

    @property
    def jumps(self) -> list[dict[str, Any]]:
        known = [*self.question.jumps, *[{} for _n in range(JUMPS)]][: max(JUMPS, len(self.question.jumps))]
        return [{"number": number, **each} for number, each in enumerate(known)]

    @property
    def operators(self) -> list[tuple[str, str]]:
        return operators()

    def read(self, sent: QueryDict) -> dict[str, Any]:
        """The fields as they are to be kept; what is wrong stands in `errors`."""
        kept: dict[str, Any] = {"texts": {each: self._texts(sent, each) for each in LANGUAGES}}
        kept["is_required"] = sent.get("is_required") == "on"
        kept["measure"] = sent.get("measure", "") if sent.get("measure", "") in dict(self.measures) else ""
        for each in self.lists:
            kept[each["name"]] = list(_read_lines(sent, each["name"]))
        kept["consents"] = [each for each in sent.getlist("consents") if each in dict(self.consents)]
        kept["shown_if"] = self._condition(sent)
        kept["jumps"] = list(self._jumps(sent))
        if not any(texts.get("title") for texts in kept["texts"].values()):
            self.errors.append(_("Write the question in at least one language."))
        if kept["measure"] == "pmf" and not all("score" in option for option in kept["options"]):
            self.errors.append(
                _("For PMF each answer needs its points: 3 very, 2 somewhat, 1 not, 0 no longer a user.")
            )
        return kept

    def _word(self, name: str, language: str) -> str:
        return str(self.question.texts.get(language, {}).get(name, ""))

    def _has_ends(self, name: str) -> bool:
        if self.question.kind == Question.Kind.CONSENT:
            return name == "low"
        return self.question.kind in SCALES and self.question.kind != Question.Kind.SMILEYS

    def _texts(self, sent: QueryDict, language: str) -> dict[str, str]:
        given = {name: one_line(sent.get(f"{name}:{language}", ""), LONGEST_TEXT) for name in WORDS}
        return {name: words for name, words in given.items() if words}

    def _condition(self, sent: QueryDict) -> dict[str, Any]:
        key, op = sent.get("if-question", ""), sent.get("if-op", "")
        if key not in {each.key for each in self.earlier} or op not in OPERATORS:
            return {}
        asked = next(each for each in self.earlier if each.key == key)
        return {"question": key, "op": op, "value": _value(asked, sent.get("if-value", ""), self.errors, op)}

    def _jumps(self, sent: QueryDict) -> Iterator[dict[str, Any]]:
        targets = {END, *(each.key for each in self.later)}
        for number in range(max(JUMPS, len(self.question.jumps))):
            op, to = sent.get(f"jump-op-{number}", ""), sent.get(f"jump-to-{number}", "")
            if op in OPERATORS and to in targets:
                value = _value(self.question, sent.get(f"jump-value-{number}", ""), self.errors, op)
                yield {"op": op, "value": value, "to": to}


def form_of(survey: Survey, key: str) -> QuestionForm | None:
    """Of the version that is being worked on; None where it asks no such question."""
    several = questions_of(newest_version(survey))
    at = next((n for n, each in enumerate(several) if each.key == key), None)
    return None if at is None else QuestionForm(several[at], several[:at], several[at + 1 :])


def operators() -> list[tuple[str, str]]:
    words = (_("is"), _("is not"), _("is at most"), _("is at least"), _("contains"), _("is answered"))
    return list(zip(OPERATORS, words, strict=True))


def _value(asked: Question, text: str, errors: list[str], op: str) -> Any:
    """A point of the scale as a number, an answer by its name or its words."""
    text = text.strip()
    if op == "is_answered":
        return ""
    known = {str(value): value for value in possible_values(asked)}
    known |= {option["value"]: option["value"] for option in asked.options}
    for option in asked.options:
        known |= {texts.get("label", "").casefold(): option["value"] for texts in option["texts"].values()}
    found = known.get(text, known.get(text.casefold()))
    if found is None and known:
        errors.append(_("“%(value)s” is no answer to %(question)s.") % {"value": text, "question": asked.key})
    return text if found is None else found


def _lines(kept: Sequence[Mapping[str, Any]]) -> list[Line]:
    lines = [
        Line(
            each["value"],
            _label(each, "tr"),
            _label(each, "en"),
            "" if each.get("score") is None else str(each["score"]),
        )
        for each in kept
    ]
    return [*lines, *(Line() for _n in range(SPARE_ROWS))]


def _label(option: Mapping[str, Any], language: str) -> str:
    return str(option["texts"].get(language, {}).get("label", ""))


def _read_lines(sent: QueryDict, name: str) -> Iterator[dict[str, Any]]:
    values, turkish = sent.getlist(f"{name}-value"), sent.getlist(f"{name}-tr")
    english, scores = sent.getlist(f"{name}-en"), sent.getlist(f"{name}-score")
    used = {value for value in values if re.fullmatch(r"\w{1,20}", value)}
    for number, (tr, en) in enumerate(list(zip(turkish, english, strict=False))[:MOST_OPTIONS]):
        tr, en = one_line(tr, 200), one_line(en, 200)
        if not (tr or en):
            continue
        value = values[number] if number < len(values) and values[number] in used else ""
        value = value or next(each for n in range(1, 99) if (each := f"o{n}") not in used)
        used.add(value)
        option = {"value": value, "texts": {"tr": {"label": tr}, "en": {"label": en}}}
        score = scores[number].strip() if number < len(scores) else ""
        yield option | ({"score": int(score)} if score.isdecimal() and len(score) < 4 else {})
