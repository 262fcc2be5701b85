"""The gateway that the company has chosen, with its secrets."""

import json

from django.conf import settings
from django.db import transaction

from nabiz.kernel.outgoing import Unreachable, fetch
from nabiz.sms.events import GatewayChanged
from nabiz.sms.lengths import Length, measure, without_accents
from nabiz.sms.models import Gateway
from nabiz.sms.providers import ANY, KANNEL, TWILIO, Message, Outcome, Provider
from nabiz.sms.turkish import ILETIMERKEZI, NETGSM
from nabiz.team.boxes import Unreadable, locked, opened
from nabiz.timeline.commands import Actor, announce

PURPOSE = "nabiz.sms"
PROVIDERS: dict[str, Provider] = {each.key: each for each in (NETGSM, ILETIMERKEZI, TWILIO, KANNEL, ANY)}
WITHIN = 15.0


def gateway() -> Gateway | None:
    return Gateway.objects.first()


def options_of(its: Gateway | None) -> dict[str, str]:
    """With the secrets; nothing where they were encrypted with another key of the installation."""
    if its is None:
        return {}
    try:
        return dict(json.loads(opened(its.boxed, PURPOSE)))
    except Unreadable:
        return {}


@transaction.atomic
def set_gateway(provider: str, options: dict[str, str], *, by: Actor, **fields: object) -> Gateway:
    """From now on messages leave through this one. A secret that is left empty stays as it is."""
    known = gateway()
    before = options_of(known) if known and known.provider == provider else {}
    secrets = {each.name for each in PROVIDERS[provider].fields if each.is_secret}
    kept = options | {name: before.get(name, "") for name in secrets if not options.get(name)}
    its = known or Gateway()
    its.provider, its.boxed = provider, locked(json.dumps(kept), PURPOSE)
    for name, value in fields.items():
        setattr(its, name, value)
    its.save()
    announce(GatewayChanged(provider=provider), by=by)
    return its


@transaction.atomic
def remove_gateway(*, by: Actor) -> None:
    """Messages wait from now on."""
    if Gateway.objects.all().delete()[0]:
        announce(GatewayChanged(provider=""), by=by)


def written(body: str, its: Gateway | None) -> tuple[str, Length]:
    """The text as it will leave, and how long that is."""
    text = without_accents(body) if its and its.drops_accents else body
    return text, measure(text, knows_turkish=bool(its and PROVIDERS[its.provider].knows_turkish))


def hand_over(its: Gateway, to: str, body: str, *, purpose: str, number: int) -> Outcome:
    """Give one message to the gateway. What keeps it from answering now is no refusal."""
    provider, options = PROVIDERS[its.provider], options_of(its)
    _, length = written(body, its)
    message = Message(to, body, its.sender, purpose, number, length.alphabet)
    try:
        request = provider.compose(options, message)
        answer = fetch(
            request.url, method=request.method, headers=request.headers, body=request.body, within=WITHIN,
            at_most=1 << 16, may_be_private=settings.PRIVATE_ADDRESSES,
        )  # fmt: skip
    except KeyError:
        return Outcome("later", detail="the options of the gateway cannot be read")
    except Unreachable as problem:
        return Outcome("later", detail=str(problem))
    return provider.read(options, answer)
