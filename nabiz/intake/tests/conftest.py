import json

import pytest


@pytest.fixture
def shop(transactional_db):
    from nabiz.intake.models import Source, hash_of

    return Source.objects.create(name="shop", key_hash=hash_of("shop-key"), key_hint="shop")


@pytest.fixture
def site(transactional_db):
    from nabiz.intake.models import Source, hash_of

    return Source.objects.create(name="site", trust="browser", key_hash=hash_of("site-key"), key_hint="site")


@pytest.fixture
def post(shop):
    from nabiz.intake.tests.client import basic, many

    def send(path, content, key="shop-key", **headers):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        given = {"authorization": basic(key)} if key else {}
        return many([("POST", path, body, {**given, **{n.replace("_", "-"): v for n, v in headers.items()}})])[0]

    return send


@pytest.fixture
def events(db):
    """(kind, message id) of what came from outside, oldest first."""
    from nabiz.timeline.models import Event

    return lambda: list(Event.objects.exclude(source="nabiz").order_by("pk").values_list("kind", "message_id"))
