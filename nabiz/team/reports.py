"""Delivery reports as mail servers write them (RFC 3464, and RFC 6533 for addresses beyond ASCII)."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.parser import HeaderParser
from typing import cast

LARGEST = 1_000_000  # bytes that are read; the mail that came back stands at the end and is not needed
MOST_PARTS = 50


@dataclass(frozen=True)
class Report:
    """What became of one address."""

    addresses: tuple[str, ...]
    action: str
    status: str
    words: str

    @property
    def has_failed(self) -> bool:
        return self.action == "failed"


def reports_in(raw: bytes) -> list[Report]:
    """Of each address that a report names; empty for any other mail, such as an answer of somebody on holiday."""
    mail = cast(EmailMessage, message_from_bytes(raw[:LARGEST], policy=policy.compat32))
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return []
    parts = cast(list[Message], mail.get_payload())[:MOST_PARTS]
    kinds = ("message/delivery-status", "message/global-delivery-status")
    return [report for part in parts if part.get_content_type() in kinds for report in _reports(part)]


def _reports(part: Message) -> list[Report]:
    payload = part.get_payload()
    text = "\n\n".join(str(each) for each in payload) if isinstance(payload, list) else str(payload)
    blocks = [HeaderParser().parsestr(block) for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return [_report(block) for block in blocks[:MOST_PARTS] if block["Final-Recipient"] or block["Original-Recipient"]]


def _report(block: Message) -> Report:
    named = (block.get(field, "") for field in ("Original-Recipient", "Final-Recipient"))
    addresses = tuple(each.partition(";")[2].strip().strip("<>").lower() for each in named if ";" in each)
    words = " ".join(str(block.get("Diagnostic-Code", "")).partition(";")[2].split())
    status = str(block.get("Status", "")).split(" ")[0].strip()
    return Report(addresses, str(block.get("Action", "")).strip().lower(), status, words or status)
