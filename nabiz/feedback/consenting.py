"""What people agree to or refuse in a survey, written into the ledger of consents with what they were shown."""

from collections.abc import Sequence

from nabiz.feedback.models import Answer, Question, Response
from nabiz.feedback.texts import said
from nabiz.privacy.commands import Proof, record_consent
from nabiz.privacy.purposes import Purpose, Source, Way

_PURPOSES = (Purpose.MARKETING, Purpose.RESEARCH)
_WAYS = (Way.EMAIL, Way.SMS, Way.PHONE, Way.WHATSAPP)


def possible_consents() -> list[tuple[str, str]]:
    """Each purpose by each way, as it is kept and as it is read."""
    return [(f"{purpose.value}/{way.value}", f"{purpose.label}: {way.label}") for purpose in _PURPOSES for way in _WAYS]


def keep_consents(response: Response, answers: Sequence[Answer]) -> None:
    """Of a known customer, once for each answer, as soon as it stays as it is. A no is kept as a yes is.

    Only what was asked in its own words counts, and only of who was asked personally: an open link names nobody.
    """
    if response.is_test or response.customer is None:
        return
    for answer in answers:
        if answer.question.kind == Question.Kind.CONSENT and answer.announced_at is None:
            _keep(response, answer)


def _keep(response: Response, answer: Answer) -> None:
    assert response.customer
    for each in answer.question.consents:
        purpose, _, way = each.partition("/")
        record_consent(
            response.customer, purpose, way, is_given=bool(answer.value), source=Source.WEB,
            proof=_proof(response, answer.question), at=response.touched_at,
        )  # fmt: skip


def _proof(response: Response, question: Question) -> Proof:
    """The words of the version that was answered, and where the answer is found."""
    words = [said(question.texts, name, response.language) for name in ("title", "hint", "low")]
    version = f"survey {response.survey_id} version {response.version.number}, {question.key}, response {response.pk}"
    return Proof(text="\n".join(filter(None, words)), version=version)
