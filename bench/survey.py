"""Answers per second into a real `nabiz serve`: one survey, a thousand customers, each with their own invitation.

python bench/survey.py [--answers 1000] [--senders 16]

All customers open the page, then all send the form on it, as browsers would. Afterwards the database says whether any was
lost or doubled. A last round sends one invitation's form 50 times at once.
"""

import argparse
import http.client
import json
import re
import shutil
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.intake import cpu_of
from tests.installation import Installation

MAKE = """
import json
from django.db import transaction
from nabiz.customers.models import Customer
from nabiz.feedback.authoring import make_survey, publish
from nabiz.feedback.commands import invite
from nabiz.team.models import Company, Member
Company.objects.create(name="Acme")
owner = Member.objects.create_member("owner@acme.test", "correct horse battery", role="owner")
title = {"en": {"title": "Would you recommend us?"}}
question = {"key": "score", "kind": "scale10", "measure": "nps", "is_required": True, "texts": title}
with transaction.atomic():
    survey = publish(make_survey("Load", questions=[question], by=owner), by=owner)
    people = Customer.objects.bulk_create(Customer(name=f"Customer {n}") for n in range(COUNT))
    print("TOKENS", json.dumps([invite(survey, each, channel="email").token for each in people]))
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--senders", type=int, default=16)
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="nabiz-bench-"))
    home.chmod(0o755)
    installation = Installation(home)
    try:
        installation.serve()
        made = installation.run("shell", "-c", MAKE.replace("COUNT", str(options.answers + 1)))
        tokens = json.loads(re.search(r"TOKENS (.*)", made.stdout)[1])
        forms = {}
        with measured(installation, f"{options.answers:,} pages opened"):
            in_parallel(
                installation.port, tokens[1:], options.senders, lambda line, token, _: open_page(line, token, forms)
            )
        with measured(installation, f"{options.answers:,} answers sent"):
            in_parallel(
                installation.port, tokens[1:], options.senders, lambda line, token, n: answer(line, token, forms, n)
            )
        report(installation, options.answers)
        fifty(installation, tokens[0])
    finally:
        installation.clean_up()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def measured(installation, what):
    before, started = cpu_of(installation), time.perf_counter()
    yield
    took = time.perf_counter() - started
    cpu = ", ".join(f"{name} {seconds - before[name]:.1f}" for name, seconds in cpu_of(installation).items())
    print(f"{what} in {took:.1f} s (CPU seconds: {cpu})")


def in_parallel(port, tokens, senders, do):
    def work(number):
        line = http.client.HTTPConnection("127.0.0.1", port)
        for place, token in enumerate(tokens[number::senders]):
            do(line, token, place)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(senders)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]


def open_page(line, token, forms):
    forms[token] = form_of(line, token)


def answer(line, token, forms, number):
    assert send(line, token, forms[token] | {"a": str(number % 11)}) == 303


def form_of(line, token):
    line.request("GET", f"/s/{token}")
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', line.getresponse().read().decode()))


def send(line, token, form):
    line.request("POST", f"/s/{token}", urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    answer.read()
    return answer.status


def fifty(installation, token):
    """The same invitation, 50 browsers, one moment."""
    lines = [http.client.HTTPConnection("127.0.0.1", installation.port) for _ in range(50)]
    forms, statuses, gate = [form_of(line, token) for line in lines], [], threading.Barrier(50)

    def submit(line, form):
        gate.wait()
        statuses.append(send(line, token, form | {"a": "9"}))

    threads = [threading.Thread(target=submit, args=pair) for pair in zip(lines, forms, strict=True)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    [(kept,)] = installation.query("SELECT count(*) FROM feedback_answer a JOIN feedback_response r ON r.id = a.response_id "
                                   "JOIN feedback_invitation i ON i.id = r.invitation_id WHERE i.customer_id = "
                                   "(SELECT min(customer_id) FROM feedback_invitation)")  # fmt: skip
    print(f"50 submits of one invitation: {statuses.count(303)} taken, {kept} kept")


def report(installation, wanted):
    [(kept, people)] = installation.query("SELECT count(*), count(DISTINCT response_id) FROM feedback_answer")
    [(told,)] = installation.query("SELECT count(*) FROM timeline_event WHERE kind = 'survey.answered'")
    print(
        f"kept {kept:,} of {people:,} people, {told:,} on the timeline; lost {wanted - kept}, doubled {kept - people}"
    )


if __name__ == "__main__":
    main()
