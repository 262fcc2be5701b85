"""What comes back: refused at the door, or reported later to an address that only we can make."""

import pytest
from django.core.mail import send_mail

from nabiz.team import bounces
from nabiz.team.bounce_box import take_report
from nabiz.team.bounces import envelope_sender, mail_reported_to, status_in
from nabiz.team.delivery import deliver_mail
from nabiz.team.models import Mail
from nabiz.team.reports import reports_in
from nabiz.team.tests.test_outbox import mail_server  # noqa: F401  the fixture

REPORT = """Return-Path: <>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

This is the mail system at host mail.company.test.
--b
Content-Type: {kind}

Reporting-MTA: dns; mail.company.test
Arrival-Date: Sat, 28 Nov 2026 18:05:17 +0000 (UTC)

Final-Recipient: rfc822; deniz@acme.test
Original-Recipient: rfc822;deniz@acme.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <deniz@acme.test> User doesn't exist:
    deniz@acme.test

--b
Content-Type: message/rfc822

Subject: x

hi
--b--
"""


def report(to="bounces@company.test", kind="message/delivery-status", action="failed", status="5.1.1"):
    return REPORT.format(to=to, kind=kind, action=action, status=status).replace("\n", "\r\n").encode()


@pytest.fixture
def heard(monkeypatch):
    told = []
    monkeypatch.setattr(bounces, "_listeners", [told.append])
    return told


@pytest.fixture
def mail(db, settings):
    settings.BOUNCE_ADDRESS = "bounces@company.test"
    settings.EMAIL_BACKEND = "nabiz.team.outbox.Backend"
    send_mail("Merhaba", "…", None, ["deniz@acme.test"])
    return Mail.objects.get()


@pytest.mark.parametrize("kind", ["message/delivery-status", "message/global-delivery-status"])
def test_a_report_names_the_address_and_what_became_of_it(kind):
    (one,) = reports_in(report(kind=kind))

    assert set(one.addresses) == {"deniz@acme.test"}
    assert (one.has_failed, one.status) == (True, "5.1.1")
    assert one.words == "550 5.1.1 <deniz@acme.test> User doesn't exist: deniz@acme.test"


def test_a_report_to_the_mails_own_address_is_told_once_for_the_address_it_was_sent_to(mail, heard):
    assert take_report(report(to=envelope_sender(mail).upper()))

    mail.refresh_from_db()
    assert [(each.address, each.is_for_good) for each in heard] == [("deniz@acme.test", True)]
    assert mail.bounced_at
    assert "doesn't exist" in mail.problem


@pytest.mark.parametrize(
    "raw",
    [
        report(to="bounces@company.test"),
        report(to="bounces+1.aaaaaaaaaaaaaaaaaaaa@company.test"),
        b"To: bounces@company.test\r\nSubject: On holiday\r\n\r\nBack on Monday",
        b"Content-Type: multipart/report; boundary=x\r\n\r\nnothing",
        b"",
        b"\xff\xfe\x00" * 1000,
    ],
)
def test_what_nobody_signed_or_reports_nothing_changes_nothing(mail, heard, raw):
    assert not take_report(raw)
    assert heard == []


def test_a_delay_is_no_bounce(mail, heard):
    assert not take_report(report(to=envelope_sender(mail), action="delayed", status="4.4.1"))


@pytest.mark.parametrize(
    ("status", "for_good"),
    [("5.1.1", True), ("5.2.1", True), ("5.2.2", False), ("5.7.1", False), ("4.4.1", False), ("", False)],
)
def test_a_full_mailbox_or_a_policy_says_nothing_against_the_address(mail, heard, status, for_good):
    take_report(report(to=envelope_sender(mail), status=status))

    assert [each.is_for_good for each in heard] == [for_good]


def test_each_mail_has_a_sender_of_its_own_that_is_recognised(mail):
    assert mail_reported_to(f"To: <{envelope_sender(mail)}>") == mail
    assert mail_reported_to(f"To: <{envelope_sender(mail).replace('+', '+9')}>") is None


@pytest.mark.peer
def test_an_address_that_the_server_refuses_for_good_is_not_tried_again(mail, heard, mail_server):  # noqa: F811
    mail_server.refuses = b"550 5.1.1 no such person"
    deliver_mail(mail.pk)

    mail.refresh_from_db()
    assert [(each.address, each.status) for each in heard] == [("deniz@acme.test", "5.1.1")]
    assert (mail.sent_at, mail.problem) == (None, "550 5.1.1 no such person")


@pytest.mark.parametrize(("code", "status"), [(550, "5.1.1"), (552, "5.2.2"), (554, "5.0.0"), (450, "4.0.0")])
def test_a_code_without_a_status_is_read_as_what_it_means(code, status):
    assert status_in("no", code) == status
