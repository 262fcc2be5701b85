"""Gateways: what each wants to be told, how a message is put to it, and what its answer means.

A message is accepted, refused for good, or to be tried again. What a gateway answers was read in its documents and
clients; none was met live here but through servers that answer as they do.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, urlencode

import orjson
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.kernel.outgoing import Answer

State = Literal["sent", "refused", "later"]
Options = Mapping[str, str]


@dataclass(frozen=True)
class Message:
    to: str
    body: str
    sender: str
    purpose: str
    number: int
    alphabet: str


@dataclass(frozen=True)
class Request:
    url: str
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Outcome:
    """`opted_out`: the gateway says that the person takes no messages. `is_dead`: there is no such number."""

    state: State
    external_id: str = ""
    detail: str = ""
    opted_out: bool = False
    is_dead: bool = False


@dataclass(frozen=True)
class Field:
    name: str
    label: str | Promise
    hint: str | Promise = ""
    initial: str = ""
    is_secret: bool = False
    is_required: bool = True


@dataclass(frozen=True)
class Provider:
    key: str
    label: str | Promise
    fields: tuple[Field, ...]
    compose: Callable[[Options, Message], Request]
    read: Callable[[Options, Answer], Outcome]
    knows_turkish: bool = False


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def told(answer: Answer) -> dict[str, object]:
    try:
        content = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return {}
    return content if isinstance(content, dict) else {}


def unless_busy(answer: Answer, detail: str = "") -> Outcome:
    """Refused, unless it is the gateway that cannot just now."""
    is_busy = answer.status == 429 or answer.status >= 500
    return Outcome("later" if is_busy else "refused", detail=detail or f"HTTP {answer.status}")


def _twilio(options: Options, message: Message) -> Request:
    url = f"{options['base']}/2010-04-01/Accounts/{quote(options['sid'], safe='')}/Messages.json"
    form = {"To": message.to, "From": message.sender, "Body": message.body}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return Request(url, headers=basic(options["sid"], options["token"]) | kind, body=urlencode(form).encode())


def _twilio_said(options: Options, answer: Answer) -> Outcome:
    said = told(answer)
    if answer.status in (200, 201):
        return Outcome("sent", str(said.get("sid", "")))
    code = str(said.get("code", ""))
    detail = f"{code} {said.get('message', '')}".strip()
    if code == "21610":
        return Outcome("refused", detail=detail, opted_out=True)
    if code in ("21211", "21614"):  # no number, or none that takes short messages
        return Outcome("refused", detail=detail, is_dead=True)
    return unless_busy(answer, detail)


def _kannel(options: Options, message: Message) -> Request:
    query = {
        "username": options["user"], "password": options["password"], "from": message.sender, "to": message.to,
        "text": message.body, "charset": "UTF-8", "coding": "2" if message.alphabet == "ucs2" else "0",
    }  # fmt: skip
    return Request(f"{options['base']}/cgi-bin/sendsms?{urlencode(query)}", "GET")


def _kannel_said(options: Options, answer: Answer) -> Outcome:
    text = answer.body.decode("utf-8", "replace").strip()[:200]
    if answer.status in (200, 202) and text.startswith(("0:", "3:")):
        return Outcome("sent", detail=text)
    return unless_busy(answer, text)


def _any(options: Options, message: Message) -> Request:
    """A template of the company's own: what stands in braces is filled in, written as the body's kind asks."""
    is_json = options["kind"].endswith("json")
    values = {"to": message.to, "text": message.body, "sender": message.sender, "id": str(message.number)}
    body, url = options["body"], options["url"]
    for name, value in values.items():
        within = orjson.dumps(value).decode()[1:-1] if is_json else quote(value, safe="")
        body, url = body.replace(f"{{{name}}}", within), url.replace(f"{{{name}}}", quote(value, safe=""))
    headers = {"Content-Type": options["kind"]}
    if options.get("authorization"):
        headers["Authorization"] = options["authorization"]
    return Request(url, "POST" if body else "GET", headers, body.encode() or None)


def _any_said(options: Options, answer: Answer) -> Outcome:
    text = answer.body.decode("utf-8", "replace")[:2_000]
    is_taken = 200 <= answer.status < 300 and options.get("accepted", "") in text
    return Outcome("sent") if is_taken else unless_busy(answer, text[:200].strip())


_BASE = _("Address of the API")
TWILIO = Provider(
    "twilio", "Twilio",
    (Field("base", _BASE, initial="https://api.twilio.com"), Field("sid", "Account SID"),
     Field("token", "Auth token", is_secret=True)),
    _twilio, _twilio_said,
)  # fmt: skip
KANNEL = Provider(
    "kannel", "Kannel",
    (Field("base", _BASE, initial="http://localhost:13013"), Field("user", _("User name")),
     Field("password", _("Password"), is_secret=True)),
    _kannel, _kannel_said,
)  # fmt: skip
ANY = Provider(
    "http", _("Another gateway, by a template"),
    (Field("url", _("Address"), _("{to}, {text}, {sender} and {id} are filled in.")),
     Field("body", _("Body"), _("The same are filled in. Empty: the address is asked with GET."), is_required=False),
     Field("kind", _("Kind of the body"), initial="application/json"),
     Field("authorization", _("Authorization header"), is_secret=True, is_required=False),
     Field("accepted", _("What stands in its answer when it took the message"), is_required=False)),
    _any, _any_said,
)  # fmt: skip
