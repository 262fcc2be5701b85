"""Open to the world, so it proves the sender, writes down and answers; nothing else."""

from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from nabiz.connectors.answers import refused
from nabiz.connectors.door import take
from nabiz.connectors.models import Connector


@csrf_exempt
def delivery(request: HttpRequest, key: UUID, secret: str = "") -> JsonResponse:
    """200 as soon as the delivery is committed; what becomes of it is the worker's business."""
    if request.method != "POST":
        return refused("wrong_method")
    try:
        connector = Connector.objects.filter(key=key, kind__in=Connector.RECEIVING).first()
        return take(request, connector, secret) if connector else refused("unknown_address")
    except DatabaseError:
        return refused("not_written", retry_after=5)
