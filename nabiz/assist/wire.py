"""One request to an OpenAI-compatible endpoint: POST …/chat/completions, bounded in time and size."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from nabiz.assist.engines import key_of
from nabiz.assist.models import Engine
from nabiz.assist.problems import NotAsked
from nabiz.kernel.outgoing import Answer, Unreachable, fetch
from nabiz.language.masking import mask

Message = dict[str, str]
WITHIN = 60.0  # seconds; a model on one's own processor takes its time
AT_MOST = 1 << 18
LONGEST_ANSWER = 1_000  # tokens
LONGEST_DETAIL = 200


@dataclass(frozen=True)
class Completion:
    """`tokens` is None where the endpoint does not count them."""

    text: str
    tokens: int | None


def complete(its: Engine, messages: Sequence[Message]) -> Completion:
    """What the model says. Raises NotAsked."""
    answer = _posted(its, messages, "max_tokens")
    if answer.status == 400 and b"max_completion_tokens" in answer.body:  # the newer name of the same limit
        answer = _posted(its, messages, "max_completion_tokens")
    if answer.status != 200:
        raise NotAsked(_why(answer.status), _detail(answer, key_of(its)))
    return _read(_json(answer))


def estimate(messages: Sequence[Message]) -> int:
    """About how many tokens these are; rather too many than too few."""
    return sum(len(each["content"].encode()) // 3 + 8 for each in messages)


def _posted(its: Engine, messages: Sequence[Message], limit: str) -> Answer:
    key = key_of(its)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    headers |= {"Authorization": f"Bearer {key}"} if key else {}
    body = json.dumps({"model": its.model, "messages": list(messages), limit: LONGEST_ANSWER}).encode()
    try:
        return fetch(
            f"{its.base}/chat/completions", method="POST", headers=headers, body=body, within=WITHIN,
            at_most=AT_MOST, may_be_private=settings.PRIVATE_ADDRESSES,
        )  # fmt: skip
    except Unreachable as problem:
        raise NotAsked(problem.why) from problem


def _read(content: Any) -> Completion:
    try:
        text, usage = content["choices"][0]["message"]["content"], content.get("usage")
    except (AttributeError, KeyError, IndexError, TypeError) as error:
        raise NotAsked("no_endpoint") from error
    if not isinstance(text, str):
        raise NotAsked("no_endpoint")
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    is_count = isinstance(total, int) and not isinstance(total, bool) and 0 < total < 1 << 31
    return Completion(text.replace("\x00", ""), total if is_count else None)


def _why(status: int) -> str:
    named = {401: "key", 403: "key", 404: "missing", 402: "busy", 429: "busy"}
    return named.get(status, "broken" if status >= 500 else "refused")


def _detail(answer: Answer, key: str) -> str:
    """What the endpoint itself says of it, without the key that it may repeat."""
    content = _json(answer)
    error = content.get("error") if isinstance(content, dict) else None
    said = error.get("message") if isinstance(error, dict) else error
    said = " ".join(said.replace("\x00", "").split()) if isinstance(said, str) else ""
    said = mask(said.replace(key, "…") if key else said).text[:LONGEST_DETAIL]
    return f"({answer.status}) {said}".strip()


def _json(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
