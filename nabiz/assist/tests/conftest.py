"""An endpoint of our own: a real HTTP server that speaks chat/completions."""

import json

import pytest

from nabiz.sms.tests.conftest import peer, served  # noqa: F401  the same server, asked by other clients


def completion(content, tokens=120):
    """An answer as OpenAI, vLLM and Ollama give it; without `usage` where tokens are None."""
    text = content if isinstance(content, str) else json.dumps(content)
    answer = {"object": "chat.completion", "choices": [{"index": 0, "message": {"content": text}}]}
    return 200, answer | ({} if tokens is None else {"usage": {"total_tokens": tokens}})


@pytest.fixture
def endpoint(peer, owner):  # noqa: F811
    """Turns the model on, and tells what it was sent."""
    from nabiz.assist.engines import set_engine

    def turn_on(*answers, key="sk-test-1234567890abcdef", budget=100_000, is_on=True, base=peer.url):
        peer.answers[:] = list(answers) or [completion({"ready": True})]
        return set_engine(f"{base}/v1", "small", key=key, budget=budget, is_on=is_on, by=owner)

    turn_on.peer = peer
    turn_on.sent = lambda: [json.loads(body) for _method, _path, _headers, body in peer.asked]
    return turn_on
