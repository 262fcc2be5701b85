"""Debian's postfix and dovecot in a folder of their own, on loopback. Nothing can leave the machine."""

import email
import email.policy
import imaplib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests.installation import free_port

PASSWORD = "only-for-tests"
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
mail_uid = {user}
mail_gid = {user}
recipient_delimiter = +
default_internal_user = dovecot
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
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
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={user} home={home}/mail/%n allow_all_users=yes
}}
"""
POSTFIX = """
compatibility_level = 3.6
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = customer.test
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
local_transport = error:nothing is local
disable_dns_lookups = yes
alias_maps =
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = /var/log/{name}.log
smtputf8_enable = yes
"""


class MailServer:
    def __init__(self):
        home = Path(tempfile.mkdtemp(prefix="nabiz-mails-"))
        home.chmod(0o755)  # postfix and dovecot go there as users of their own
        self.home, self.smtp, self.imap, self.lmtp = home, free_port(), free_port(), free_port()
        self.dovecot = None
        for folder in ("mail", "run", "state", "queue", "data", "postfix"):
            (home / folder).mkdir()
        shutil.chown(home / "mail", "mail", "mail")
        shutil.chown(home / "data", "postfix")

    def start(self):
        about = {"home": self.home, "imap": self.imap, "lmtp": self.lmtp, "password": PASSWORD, "user": "mail"}
        (self.home / "dovecot.conf").write_text(DOVECOT.format(**about))
        self.dovecot = subprocess.Popen(["dovecot", "-F", "-c", self.home / "dovecot.conf"], start_new_session=True)
        folder = self.home / "postfix"
        (folder / "main.cf").write_text(POSTFIX.format(**about, name=f"nabiz-{self.smtp}"))
        master = Path("/usr/share/postfix/master.cf.dist").read_text()
        master = re.sub(r"(?m)^(\S+ +unix +\S +\S +)y", r"\1n", master)  # no root folder of its own to fill
        lines = [line for line in master.splitlines() if not line.startswith(("smtp      inet", "#"))]
        (folder / "master.cf").write_text(f"127.0.0.1:{self.smtp} inet n - n - - smtpd\n" + "\n".join(lines) + "\n")
        started = subprocess.run(["postfix", "-c", folder, "start"], capture_output=True, timeout=60, check=False)
        if started.returncode:
            self.stop()
            raise AssertionError(f"postfix does not start: {started.stderr[-500:]}")

    def stop(self):
        subprocess.run(["postfix", "-c", self.home / "postfix", "stop"], capture_output=True, timeout=60, check=False)
        if self.dovecot:
            os.kill(self.dovecot.pid, signal.SIGTERM)
            self.dovecot.wait(30)
        Path(f"/var/log/nabiz-{self.smtp}.log").unlink(missing_ok=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def wait_for_mail(self, name, within=150):
        """The first mail in somebody's mailbox, once there is one."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            with imaplib.IMAP4("127.0.0.1", self.imap, timeout=20) as mailbox:
                mailbox.login(name, PASSWORD)
                mailbox.select()
                if numbers := mailbox.search(None, "ALL")[1][0].split():
                    raw = mailbox.fetch(numbers[0], "(RFC822)")[1][0][1]
                    return email.message_from_bytes(raw, policy=email.policy.default)
            time.sleep(0.5)
        raise AssertionError(f"no mail for {name} came")
