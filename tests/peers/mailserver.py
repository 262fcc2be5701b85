"""Debian's postfix and dovecot in a folder of their own, on loopback. Nothing can leave the machine."""

import email
import email.policy
import imaplib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from tests.installation import free_port

PASSWORD = "only-for-tests"
PEOPLE = ("ayse", "ceren", "bounces")  # who has a mailbox; dovecot refuses everybody else after postfix has accepted
GONE = "gone@customer.test"  # postfix refuses this one at once
USER = "mail"  # Debian's own, for mailboxes
DOVECOT = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap lmtp
ssl = no
disable_plaintext_auth = no
listen = 127.0.0.1
mail_location = maildir:{home}/mail/%n
first_valid_uid = 1
recipient_delimiter = +
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
passdb {{
  driver = passwd-file
  args = username_format=%n {home}/people
}}
userdb {{
  driver = passwd-file
  args = username_format=%n {home}/people
}}
"""
POSTFIX = """
compatibility_level = 3.6
myhostname = mail.company.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = company.test customer.test
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
local_transport = error:nothing is local
smtpd_recipient_restrictions = check_recipient_access inline:{{ {{ {gone} = 550 5.1.1 No such user }} }}, permit_mynetworks, reject
lmtp_destination_recipient_limit = 1
recipient_delimiter = +
disable_dns_lookups = yes
alias_maps =
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = {log}
"""


class MailServer:
    def __init__(self):
        self.home = Path(tempfile.mkdtemp(prefix="nabiz-mails-"))
        self.home.chmod(0o755)  # postfix and dovecot go there as users of their own
        self.smtp, self.imap, self.lmtp = free_port(), free_port(), free_port()
        self.log = Path(f"/var/log/nabiz-{self.smtp}.log")  # postfix writes below /var only
        self.dovecot = None

    def start(self):
        for folder in ("mail", "run", "state", "queue", "data", "postfix"):
            (self.home / folder).mkdir()
        shutil.chown(self.home / "mail", USER, USER)
        shutil.chown(self.home / "data", "postfix")
        about = {"home": self.home, "imap": self.imap, "lmtp": self.lmtp, "log": self.log, "gone": GONE}
        people = [f"{name}:{{PLAIN}}{PASSWORD}:{USER}:{USER}::{self.home}/mail/{name}::\n" for name in PEOPLE]
        (self.home / "people").write_text("".join(people))
        (self.home / "dovecot.conf").write_text(DOVECOT.format(**about))
        self.dovecot = subprocess.Popen(["dovecot", "-F", "-c", self.home / "dovecot.conf"], start_new_session=True)
        (self.home / "postfix/main.cf").write_text(POSTFIX.format(**about))
        (self.home / "postfix/master.cf").write_text(self._services())
        started = self._postfix("start")
        assert started.returncode == 0, started.stderr
        for port in (self.smtp, self.imap, self.lmtp):
            self._wait_for(port)

    def stop(self):
        self._postfix("stop")
        if self.dovecot:
            os.kill(self.dovecot.pid, signal.SIGTERM)
            self.dovecot.wait(60)
        self.log.unlink(missing_ok=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def wait_for_mail(self, name, subject="", within=200):
        """The newest mail in somebody's mailbox with these words in its subject, once there is one."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for mail in reversed(self.mails_of(name)):
                if subject in mail["Subject"]:
                    return mail
            time.sleep(0.3)
        raise AssertionError(f"no mail for {name} came: {self.log.read_text()[-3000:]}")

    def mails_of(self, name):
        with imaplib.IMAP4("127.0.0.1", self.imap, timeout=60) as mailbox:
            mailbox.login(name, PASSWORD)
            mailbox.select(readonly=True)
            numbers = mailbox.search(None, "ALL")[1][0].split()
            raw = [mailbox.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]
        return [email.message_from_bytes(each, policy=email.policy.default) for each in raw]

    def _services(self):
        """Debian's own, without the port 25 and without a root folder that would have to be filled."""
        shipped = Path("/usr/share/postfix/master.cf.dist").read_text()
        shipped = re.sub(r"(?m)^(\S+ +unix +\S +\S +)y", r"\1n", shipped)
        lines = [line for line in shipped.splitlines() if not line.startswith(("smtp      inet", "#"))]
        return f"127.0.0.1:{self.smtp} inet n - n - - smtpd\n" + "\n".join(lines) + "\n"

    def _postfix(self, verb):
        command = ["postfix", "-c", self.home / "postfix", verb]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    def _wait_for(self, port):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=20).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"nothing listens on {port}: {(self.home / 'dovecot.log').read_text()[-2000:]}")
