"""Conversations made by hand, for small mirrors."""

from datetime import timedelta

from nabiz.metrics.tests.mirrors import at, event

MARCH = {"since": "2026-03", "until": "2026-03"}


def talk(name, opened, *told, customer=1, **more):
    """An opening and what followed: (hours after it, kind without its family, facts)."""
    start = at(opened) if isinstance(opened, str) else opened
    made = [event("conversation.opened", start, customer, conversation=name, **more)]
    channel = {"channel": more["channel"]} if "channel" in more else {}
    for hours, kind, *facts in told:
        facts = channel | (facts[0] if facts else {})
        made.append(event(kind, start + timedelta(hours=hours), customer, conversation=name, **facts))
    return made


def replied(hours, **facts):
    return (hours, "message.sent", facts)


def resolved(hours):
    return (hours, "conversation.resolved")


def reopened(hours, **facts):
    return (hours, "conversation.reopened", facts)


def transferred(hours):
    return (hours, "conversation.transferred")


def asked_again(hours):
    return (hours, "details.asked_again")


def contact(customer=1, when="2026-03-10", **facts):
    return event("contact.handled", when, customer, conversation=f"c{customer}", **facts)
