"""The token in a message's foot: whom it was sent to, for what and where. Signed, so that nobody can make one."""

from dataclasses import dataclass

from django.core import signing

SALT = "nabiz.privacy.choice"


@dataclass(frozen=True)
class Choice:
    customer_id: int
    purpose: str
    channel: str


def token_of(choice: Choice) -> str:
    return signing.Signer(sep=".", salt=SALT).sign(f"{choice.customer_id}-{choice.purpose}-{choice.channel}")


def choice_of(token: str) -> Choice | None:
    """None for a token that we did not make."""
    try:
        number, purpose, channel = signing.Signer(sep=".", salt=SALT).unsign(token).split("-")
        return Choice(int(number), purpose, channel)
    except (signing.BadSignature, ValueError):
        return None
