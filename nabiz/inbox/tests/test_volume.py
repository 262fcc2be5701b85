import pytest

from nabiz.inbox.tests.talks import MARCH, contact, reopened, replied, resolved, talk, transferred
from nabiz.metrics.tests.mirrors import event, write_events


def test_what_there_is_to_do_is_counted(asked):
    asking = (0, "message.received")
    write_events(talk("one", "2026-03-05", asking, replied(1), replied(0, is_automatic=True), queue="billing"))
    write_events(talk("two", "2026-03-06", asking, asking, replied(2, is_public=False), replied(3, is_public=True)))
    write_events([contact(1, agent="Elif"), contact(2, agent="Onur"), contact(3, agent="Elif")])

    counted = {name: asked(name, **MARCH).only.value for name in ("conversations", "messages", "replies", "contacts")}

    assert counted == {"conversations": 2, "messages": 3, "replies": 2, "contacts": 3}
    queues = asked("conversations", by=["queue"], **MARCH).answers
    assert [(each.group("queue"), each.value) for each in queues] == [("", 1), ("billing", 1)]
    agents = asked("contacts", by=["agent"], **MARCH).answers
    assert [(each.group("agent"), each.value) for each in agents] == [("Elif", 2), ("Onur", 1)]


def test_who_was_handed_over_before_it_was_settled(asked):
    write_events([row for n in range(9) for row in talk(f"c{n}", "2026-03-05", resolved(1))])
    write_events(talk("passed", "2026-03-05", transferred(1), transferred(2), resolved(3), reopened(4), resolved(5)))
    write_events(talk("later", "2026-03-05", resolved(1), reopened(2), transferred(3), resolved(4)))
    write_events(talk("open", "2026-03-05", transferred(1)))

    answer = asked("transfer_rate", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(1 / 11), 11)


def test_handovers_are_counted_up_to_the_first_resolution(asked):
    write_events([row for n in range(49) for row in talk(f"c{n}", "2026-03-05", resolved(1))])
    write_events(talk("passed", "2026-03-05", transferred(1), transferred(2), resolved(3), transferred(4)))

    answer = asked("handovers", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(2 / 50), 50)


def test_mean_time_to_resolution_is_of_those_settled(asked):
    write_events([row for n in range(40) for row in talk(f"c{n}", "2026-03-05", resolved(2))])
    write_events([row for n in range(10) for row in talk(f"d{n}", "2026-03-05", resolved(12))])
    write_events(talk("open", "2026-03-05"))

    answer = asked("mean_time_to_resolution", **MARCH).only

    assert (answer.value, answer.n) == (4, 50)
    assert answer.low < 4 < answer.high


def test_a_queue_that_nobody_has_is_refused(asked):
    from nabiz.metrics.parsing import BadQuestion

    write_events([event("conversation.opened", "2026-03-05", conversation="c", queue="billing")])

    with pytest.raises(BadQuestion, match="There are: billing"):
        asked("conversations", where={"queue": "biling"}, **MARCH)
