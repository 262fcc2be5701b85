"""Gateways of Türkiye: Netgsm and İletimerkezi. Both know the Turkish letters, and ask İYS where a message needs it."""

import orjson

from nabiz.kernel.outgoing import Answer
from nabiz.sms.providers import Field, Message, Options, Outcome, Provider, Request, basic, told, unless_busy

_KIND = {"Content-Type": "application/json"}
_COUNTRY = "+90"


def _netgsm(options: Options, message: Message) -> Request:
    content = {
        "msgheader": message.sender,
        "messages": [{"msg": message.body, "no": message.to.removeprefix(_COUNTRY)}],
        "iysfilter": "0" if message.purpose == "service" else "11",
        "appname": "nabiz",
    }
    if message.alphabet != "gsm7":
        content["encoding"] = "TR"
    headers = basic(options["user"], options["password"]) | _KIND
    return Request(f"{options['base']}/sms/rest/v2/send", headers=headers, body=orjson.dumps(content))


def _netgsm_said(options: Options, answer: Answer) -> Outcome:
    said = told(answer)
    code = str(said.get("code", ""))
    if answer.status == 200 and code == "00":
        return Outcome("sent", str(said.get("jobid", "")))
    return unless_busy(answer, f"{code} {said.get('description', '')}".strip())


def _iletimerkezi(options: Options, message: Message) -> Request:
    is_service = message.purpose == "service"
    order = {
        "sender": message.sender,
        "iys": "0" if is_service else "1",
        "message": {"text": message.body, "receipents": {"number": [message.to.removeprefix(_COUNTRY)]}},
    } | ({} if is_service else {"iysList": "BIREYSEL"})  # fmt: skip
    access = {"key": options["key"], "hash": options["hash"]}
    body = orjson.dumps({"request": {"authentication": access, "order": order}})
    return Request(f"{options['base']}/v1/send-sms/json", headers=dict(_KIND), body=body)


def _iletimerkezi_said(options: Options, answer: Answer) -> Outcome:
    response = told(answer).get("response")
    content = response if isinstance(response, dict) else {}
    status, order = content.get("status"), content.get("order")
    code = str(status.get("code", "")) if isinstance(status, dict) else ""
    if code == "200":
        return Outcome("sent", str(order.get("id", "")) if isinstance(order, dict) else "")
    detail = f"{code} {status.get('message', '') if isinstance(status, dict) else ''}".strip()
    return Outcome("refused", detail=detail) if code else unless_busy(answer)


NETGSM = Provider(
    "netgsm", "Netgsm",
    (Field("base", "API", initial="https://api.netgsm.com.tr"), Field("user", "Kullanıcı kodu"),
     Field("password", "API şifresi", is_secret=True)),
    _netgsm, _netgsm_said, knows_turkish=True,
)  # fmt: skip
ILETIMERKEZI = Provider(
    "iletimerkezi", "İletimerkezi",
    (Field("base", "API", initial="https://api.iletimerkezi.com"), Field("key", "API key"),
     Field("hash", "API hash", is_secret=True)),
    _iletimerkezi, _iletimerkezi_said, knows_turkish=True,
)  # fmt: skip
