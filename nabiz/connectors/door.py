"""What is done with a delivery while its sender waits: prove, limit, write down, answer."""

from django.db import transaction
from django.http import HttpRequest, JsonResponse

from nabiz.connectors.answers import LARGEST_BODY, refused, taken
from nabiz.connectors.commands import note_refusal
from nabiz.connectors.models import Connector
from nabiz.connectors.receiving import check_sender, write_down
from nabiz.connectors.signatures import NotSigned
from nabiz.connectors.tasks import soon
from nabiz.intake.rates import Rates
from nabiz.intake.refusals import Refusal
from nabiz.team.boxes import Unreadable

PER_MINUTE = 3_000
_rates = Rates()


def take(request: HttpRequest, connector: Connector, secret: str) -> JsonResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY or len(request.body) > LARGEST_BODY:
        return refused("too_large")
    if not request.body:
        return refused("empty_body")
    try:
        check_sender(connector, request.headers, request.body, secret)
        _rates.spend(connector.pk, int(connector.options.get("per_minute") or PER_MINUTE), 1)
    except Refusal as refusal:
        return refused("too_fast", retry_after=refusal.retry_after)
    except (NotSigned, Unreadable) as problem:
        code = problem.code if isinstance(problem, NotSigned) else "wrong_signature"
        note_refusal(connector, code)
        return refused(code)
    with transaction.atomic():
        is_new = write_down(connector, request.headers, request.body)
    if is_new:
        soon(connector.pk)
    return taken(is_new=is_new)
