"""What an experienced researcher would say about a survey before it goes out, each with the reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabiz.feedback import biases, branching
from nabiz.feedback.kinds import SCALES, WITH_OPTIONS
from nabiz.feedback.models import Question, Version
from nabiz.feedback.texts import names_in
from nabiz.feedback.wording import missing_in

MOST_QUESTIONS = 7
MOST_WORDS = 25
KNOWN_NAMES = frozenset({"customer.name", "customer.first_name", "company"})
Kind = Question.Kind


@dataclass(frozen=True)
class Remark:
    """`tone` is "bad" where the survey cannot go live with it, else "warn"."""

    text: str
    why: str
    key: str = ""
    language: str = ""
    tone: Literal["bad", "warn"] = "warn"


def remarks_on(version: Version, questions: Sequence[Question], languages: Sequence[str]) -> list[Remark]:
    """The worst first, then in the order of the questions."""
    found = [*_on_the_whole(version, questions, languages)]
    for question in questions:
        found += _on_answers(question)
        for language in languages:
            found += _on_words(question, language)
            found += _on_pressure(question, language)
    found += [*_on_branching(questions), *_on_names(version, questions, languages)]
    place = {question.key: number for number, question in enumerate(questions)}
    return sorted(found, key=lambda each: (each.tone != "bad", place.get(each.key, -1)))


def _on_the_whole(version: Version, questions: Sequence[Question], languages: Sequence[str]) -> Iterator[Remark]:
    if not questions:
        yield Remark(_("There is no question yet."), _("A survey needs at least one."), tone="bad")
    if len(questions) > MOST_QUESTIONS:
        text = _("%(n)s questions are many.") % {"n": len(questions)}
        yield Remark(text, _("With each question fewer people finish. What you would not act on can go."))
    measured = [question.measure for question in questions if question.measure]
    if {"ces", "ces5"} <= set(measured):
        yield Remark(_("Two kinds of CES are mixed."), _("5 and 7 points cannot be one number. Keep one of them."))
    if measured and not any(question.kind == Kind.TEXT for question in questions):
        yield Remark(_("There is no room for words."), _("A score says that something is wrong, a comment says what."))
    for language in languages:
        if n := len(missing_in(version, questions, language)):
            word = {"tr": _("Turkish"), "en": _("English")}[language]
            text = ngettext("One text is missing in %(language)s.", "%(n)s texts are missing in %(language)s.", n)
            why = _("Readers of that language see the other one there.")
            yield Remark(text % {"n": n, "language": word}, why, language=language)


def _on_answers(question: Question) -> Iterator[Remark]:
    key = question.key
    if question.kind in WITH_OPTIONS and len(question.options) < 2:
        yield Remark(_("There are fewer than two answers to choose from."), _("Add the answers."), key, tone="bad")
    if question.kind == Kind.MATRIX and not question.rows:
        yield Remark(_("The matrix has no rows."), _("Add what is to be judged."), key, tone="bad")
    if question.kind == Kind.CONTACT and question.is_required:
        why = _("Whoever wants to stay unnamed leaves or makes something up. Ask, but let them go on without.")
        yield Remark(_("Contact details are required."), why, key)
    if question.kind == Kind.CONSENT and question.is_required:
        why = _("Consent is free only where saying no costs nothing. As the price of taking part it does not count.")
        yield Remark(_("Consent is required to go on."), why, key)
    if question.kind == Kind.CONSENT and not question.consents:
        why = _("Say in the question what a yes means, and the ledger of consents keeps it with its proof.")
        yield Remark(_("The consent reaches no ledger."), why, key)
    if question.kind == Kind.TEXT and question.is_required:
        yield Remark(_("A comment is required."), _("People write a dot to get on. Let them skip it."), key)


def _on_words(question: Question, language: str) -> Iterator[Remark]:
    texts = question.texts.get(language, {})
    title, key = texts.get("title", ""), question.key
    if len(title.split()) > MOST_WORDS:
        why = _("On a phone it fills the screen. Say it in one short sentence, the rest belongs in the hint.")
        yield Remark(_("The question is long."), why, key, language)
    if biases.LEADING[language].search(f"{title}\n{texts.get('hint', '')}"):
        why = _("It praises before it asks. Ask in words in which a bad answer is as easy as a good one.")
        yield Remark(_("The question leads the reader."), why, key, language)
    if question.kind in SCALES and question.measure != "nps" and biases.DOUBLE[language].search(title):
        why = _("Who is happy with one and not with the other cannot answer. Make two questions of it.")
        yield Remark(_("It seems to ask two things at once."), why, key, language)
    if question.kind in SCALES and biases.NEGATION[language].search(title):
        why = _("People read past a negation and answer the opposite. Say it without.")
        yield Remark(_("The question is put negatively."), why, key, language)
    if question.kind in SCALES and question.kind != Kind.SMILEYS and not (texts.get("low") and texts.get("high")):
        why = _("Without words at its ends a scale means something else to everybody.")
        yield Remark(_("The ends of the scale have no words."), why, key, language)


def _on_pressure(question: Question, language: str) -> Iterator[Remark]:
    """Dark patterns: what makes one answer cost more than another."""
    texts, key = question.texts.get(language, {}), question.key
    title, hint, low = (texts.get(name, "") for name in ("title", "hint", "low"))
    if biases.BEGGING[language].search(f"{title}\n{hint}"):
        why = _("A score that was begged or paid for says nothing about you. Ask for the honest one.")
        yield Remark(_("It asks for a good score."), why, key, language)
    if question.kind == Kind.CONSENT and biases.REVERSED[language].search(f"{title} {low}"):
        why = _("Consent is a yes that somebody gives. Silence, or a no that has to be ticked, is none.")
        yield Remark(_("The consent is turned around."), why, key, language)
    labels = [each["texts"].get(language, {}).get("label", "") for each in question.options]
    if any(biases.SHAMING[language].search(label) for label in labels):
        why = _("Whoever says no has to speak badly of themselves. A plain No is enough.")
        yield Remark(_("An answer puts the reader to shame."), why, key, language)
    rows = [each["texts"].get(language, {}).get("label", "") for each in question.rows]
    if double := next((label for label in rows if biases.DOUBLE[language].search(label)), ""):
        why = _("Who is happy with one and not with the other cannot answer. Make two rows of it.")
        yield Remark(_("“%(row)s” seems to be two things at once.") % {"row": double}, why, key, language)


def _on_branching(questions: Sequence[Question]) -> Iterator[Remark]:
    for question, problem in branching.problems(questions):
        yield Remark(problem, _("Change the condition or the jump, or the order."), question.key, tone="bad")


def _on_names(version: Version, questions: Sequence[Question], languages: Sequence[str]) -> Iterator[Remark]:
    known = {*KNOWN_NAMES, *version.hidden}
    for question in questions:
        for language in languages:
            for name in names_in(" ".join(question.texts.get(language, {}).values())):
                if name not in known:
                    text = _("Nothing is called {%(name)s}.") % {"name": name}
                    why = _(
                        "Readers would see a gap. Use a name of the customer, a hidden field or an earlier question."
                    )
                    yield Remark(text, why, question.key, language)
        known.add(question.key)
