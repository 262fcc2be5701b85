"""What leaves for the endpoint, what may come back, and what it costs."""

import json
import socket

import pytest

from nabiz.assist import wire
from nabiz.assist.asking import ask, forget, json_in, try_out
from nabiz.assist.engines import engine, is_on, remove_engine, set_engine, spent_this_month
from nabiz.assist.models import Call
from nabiz.assist.problems import NotAsked, Unusable
from nabiz.assist.tests.conftest import completion

pytestmark = pytest.mark.django_db
SAID = "Kargo gelmedi. 0532 123 45 67, ayse@acme.test, TCKN 10000000146"


def said(text=SAID, about=()):
    return ask("test", [{"role": "user", "content": text}], check=_word, about=about)


def _word(output):
    if not isinstance(word := json_in(output).get("word"), str):
        raise Unusable("word is missing")
    return word


def refused(work):
    with pytest.raises(NotAsked) as problem:
        work()
    return problem.value


def test_nothing_is_asked_until_the_owner_turns_it_on(endpoint):
    assert refused(said).why == "off"
    endpoint(is_on=False)

    assert not is_on()
    assert refused(said).why == "off"
    assert endpoint.peer.asked == []


def test_the_model_answers_over_http(endpoint):
    endpoint(completion({"word": "kargo"}))

    assert said() == "kargo"
    [(method, path, headers, _body)] = endpoint.peer.asked
    assert (method, path, headers["Authorization"]) == (
        "POST",
        "/v1/chat/completions",
        "Bearer sk-test-1234567890abcdef",
    )
    assert endpoint.sent()[0]["model"] == "small"


def test_what_identifies_a_person_never_leaves(endpoint):
    endpoint(completion("no"))
    refused(said)

    everything = json.dumps(endpoint.sent(), ensure_ascii=False) + json.dumps(list(Call.objects.values("prompt")))
    assert not [piece for piece in ("532", "ayse@", "10000000146") if piece in everything]
    assert "[phone]" in everything
    assert "[email]" in everything


def test_an_answer_that_cannot_be_used_gets_one_more_try(endpoint):
    endpoint(completion("Sure! Here you are."), completion('```json\n{"word": "kargo"}\n```'))

    assert said() == "kargo"
    assert "not one valid JSON object" in endpoint.sent()[1]["messages"][-1]["content"]
    assert [each.outcome for each in Call.objects.order_by("pk")] == ["unusable", "used"]


def test_after_the_second_try_nothing_changes(endpoint):
    endpoint(completion({"other": 1}, tokens=70))

    assert refused(said).why == "unusable"
    assert len(endpoint.peer.asked) == 2
    assert (spent_this_month().tokens, spent_this_month().calls) == (140, 2)


def test_nothing_is_asked_beyond_the_budget(endpoint):
    endpoint(completion({"word": "kargo"}, tokens=900), budget=1_500)
    said()

    assert refused(said).why == "budget"
    assert len(endpoint.peer.asked) == 1


def test_tokens_are_estimated_where_the_endpoint_does_not_count(endpoint):
    endpoint(completion({"word": "kargo"}, tokens=None))
    said()

    call = Call.objects.get()
    assert call.is_estimated
    assert call.tokens == spent_this_month().tokens > len(SAID) // 4


def test_an_endpoint_that_does_not_answer_is_given_up(endpoint, monkeypatch):
    monkeypatch.setattr(wire, "WITHIN", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call, and says nothing
        endpoint(base=f"http://127.0.0.1:{silent.getsockname()[1]}")

        assert refused(said).why == "too_slow"
    assert Call.objects.get().outcome == "failed"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((401, {"error": {"message": "bad key sk-test-1234567890abcdef"}}), "key"),
        ((404, {"error": {"message": "no model small"}}), "missing"),
        ((429, {"error": "quota"}), "busy"),
        ((400, "<h1>No</h1>"), "refused"),
        ((500, {}), "broken"),
        ((200, "<h1>Welcome</h1>"), "no_endpoint"),
        ((200, {"choices": []}), "no_endpoint"),
        ((200, {"choices": [{"message": {"content": None}}]}), "no_endpoint"),
    ],
)
def test_each_failure_has_its_sentence_and_repeats_no_key(endpoint, answer, why):
    endpoint(answer)

    problem = refused(try_out)
    assert problem.why == why
    assert "sk-test" not in problem.sentence + Call.objects.get().problem


def test_the_newer_name_of_the_limit_is_tried(endpoint):
    endpoint((400, {"error": {"message": "use max_completion_tokens"}}), completion({"word": "kargo"}))

    assert said() == "kargo"
    assert "max_completion_tokens" in endpoint.sent()[1]


def test_ones_own_network_is_asked_only_where_the_installation_allows_it(endpoint, settings):
    endpoint()
    settings.PRIVATE_ADDRESSES = False

    assert refused(try_out).why == "private"
    assert endpoint.peer.asked == []


def test_the_key_is_encrypted_and_stays_with_its_address(endpoint, owner):
    its = endpoint()
    assert "sk-test" not in its.boxed

    set_engine(its.base, "large", key="", budget=1, is_on=True, by=owner)
    assert engine().boxed == its.boxed
    set_engine("https://elsewhere.test/v1", "large", key="", budget=1, is_on=True, by=owner)
    assert engine().boxed == ""
    remove_engine(by=owner)
    assert engine() is None


def test_an_erasure_takes_the_words_and_frees_no_budget(endpoint, deniz):
    endpoint(completion({"word": "kargo"}))
    said(about=[deniz.pk])
    said(about=[deniz.pk + 1])

    forget([deniz.pk], [])

    assert Call.objects.get().customers == [deniz.pk + 1]
    assert spent_this_month().tokens == 240
