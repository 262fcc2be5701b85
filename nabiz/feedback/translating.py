"""Take in all texts of a survey at once, from the page on which they stand side by side."""

from collections.abc import Mapping
from copy import deepcopy

from django.db import transaction

from nabiz.feedback.authoring import editable_version
from nabiz.feedback.models import LANGUAGES, Survey
from nabiz.feedback.queries import questions_of
from nabiz.feedback.texts import one_line
from nabiz.feedback.wording import LONGEST_TEXT, texts_of, with_words
from nabiz.timeline.commands import Actor


@transaction.atomic
def change_words(survey: Survey, sent: Mapping[str, str], *, by: Actor) -> int:
    """`sent`: path of a text, a colon, and the language, to the words. Returns how many differ now."""
    version = editable_version(survey)
    questions = {question.key: question for question in questions_of(version)}
    changed = 0
    for text in texts_of(version, list(questions.values())):
        words = {each: one_line(sent.get(f"{text.path}:{each}", text.words[each]), LONGEST_TEXT) for each in LANGUAGES}
        if words == text.words:
            continue
        changed += 1
        if not text.key:
            version.texts = with_words(version.texts, text.path, words)
            continue
        question, (_key, *rest) = questions[text.key], text.path.split(".", 2)
        if len(rest) == 1:
            question.texts = with_words(question.texts, rest[0], words)
            continue
        several = deepcopy(getattr(question, rest[0]))
        for each in several:
            if each["value"] == rest[1]:
                each["texts"] = with_words(each["texts"], "label", words)
        setattr(question, rest[0], several)
    if changed:
        version.save(update_fields=["texts"])
        for question in questions.values():
            question.save(update_fields=["texts", "options", "rows"])
    return changed
