import smtplib
import socketserver
import threading

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from procrastinate.contrib.django.models import ProcrastinateJob

from nabiz.team.delivery import deliver_mail
from nabiz.team.models import Mail


class Mailbox(socketserver.StreamRequestHandler):
    """A mail server that takes what it is given, unless told to refuse."""

    refuses = b""

    def handle(self):
        self.wfile.write(b"220 mailbox.test\r\n")
        while line := self.rfile.readline().strip():
            word = line[:4].upper()
            if word == b"DATA":
                self._take()
            elif word == b"RCPT" and self.server.refuses:
                self.wfile.write(self.server.refuses + b"\r\n")
            else:
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")

    def _take(self):
        self.wfile.write(b"354 go on\r\n")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.letters.append(b"".join(lines).decode())
        self.wfile.write(b"250 taken\r\n")


@pytest.fixture
def mail_server(settings):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox)
    server.daemon_threads, server.letters, server.refuses = True, [], b""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.server_address[1], False
    yield server
    server.shutdown()
    server.server_close()


def test_without_a_mail_server_a_mail_waits(db):
    send_mail("Merhaba", "Nasılsınız?", None, ["deniz@acme.test"])

    mail = Mail.objects.get()
    assert (mail.to, mail.text, mail.sent_at) == ("deniz@acme.test", "Nasılsınız?", None)
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.peer
def test_with_a_mail_server_it_leaves_as_it_was_written(db, mail_server):
    message = EmailMultiAlternatives("Işık", "Düz yazı", "Nabız <nabiz@acme.test>", ["deniz@acme.test"])
    message.attach_alternative("<p>Süslü yazı</p>", "text/html")
    message.send()
    deliver_mail(Mail.objects.get().pk)

    assert "To: deniz@acme.test" in mail_server.letters[0]
    assert Mail.objects.get().sent_at


def test_a_mail_is_handed_to_the_worker(db, mail_server):
    send_mail("Merhaba", "…", None, ["deniz@acme.test"])

    assert ProcrastinateJob.objects.get().task_name == "team.deliver"


@pytest.mark.peer
def test_a_refusal_stays_with_the_mail_and_can_be_tried_again(db, mail_server, sign_in, owner):
    send_mail("Merhaba", "…", None, ["deniz@acme.test"])
    mail_server.refuses = b"450 come back later"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        deliver_mail(Mail.objects.get().pk)

    page = sign_in(owner).get(f"/team/outbox/{Mail.objects.get().pk}/")
    assert b"come back later" in page.content
    assert b"Send again" in page.content


@pytest.mark.peer
def test_a_mail_is_not_sent_twice(db, mail_server):
    send_mail("Merhaba", "…", None, ["deniz@acme.test"])
    deliver_mail(Mail.objects.get().pk)
    deliver_mail(Mail.objects.get().pk)

    assert len(mail_server.letters) == 1


@pytest.mark.peer
def test_a_link_that_opens_a_door_is_not_kept_once_it_has_left(owner, mail_server, client):
    client.post("/account/password/reset/", {"email": owner.email})
    deliver_mail(Mail.objects.get().pk)

    mail = Mail.objects.get()
    assert "/account/password/reset/key/" in mail_server.letters[0].replace("=\n", "")
    assert (mail.text, bytes(mail.raw)) == ("", b"")


def test_the_outbox_says_how_to_set_a_mail_server(sign_in, owner):
    assert b"NABIZ_SMTP_HOST" in sign_in(owner).get("/team/outbox/").content


def test_a_mail_is_shown_in_a_frame_that_runs_nothing(sign_in, owner):
    mail = Mail.objects.create(
        sender="a", to="b", subject="s", text="t", html="<html><head></head><b>Merhaba</b></html>"
    )
    browser = sign_in(owner)

    page = browser.get(f"/team/outbox/{mail.pk}/")
    frame = browser.get(f"/team/outbox/{mail.pk}/frame/")

    assert f'src="/team/outbox/{mail.pk}/frame/"' in page.content.decode()
    assert b'<head><base target="_blank"></head><b>Merhaba' in frame.content
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert b"Merhaba" not in page.content
    assert "script-src" not in frame["Content-Security-Policy"]
    assert "default-src 'none'; style-src 'unsafe-inline'" in frame["Content-Security-Policy"]
