"""How long a large segment takes to be asked: who may be, the invitation, its event, the message, the reminder.

python bench/asking.py [--people 10000]
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.installation import Installation

ASK = """
import time
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from nabiz.customers.models import Customer, Identity, Segment
from nabiz.feedback.authoring import make_survey, publish
from nabiz.feedback.sending.triggers import send_by_hand, set_trigger
from nabiz.feedback.sending.turns import take_turns
from nabiz.team.models import Company, Member
Company.objects.create(name="Acme")
owner = Member.objects.create_member("owner@acme.test", "correct horse battery", role="owner")
title = {"tr": {"title": "Bizi önerir misiniz?"}, "en": {"title": "Would you recommend us?"}}
question = {"key": "score", "kind": "scale10", "measure": "nps", "is_required": True, "texts": title}
with transaction.atomic():
    survey = publish(make_survey("Load", questions=[question], by=owner), by=owner)
    since = timezone.now() - timedelta(days=1_000)
    people = Customer.objects.bulk_create(Customer(name=f"C {n}", language="tr", since=since) for n in range(COUNT))
    for kind, value in (("email", "c{}@acme.test"), ("phone", "+90532{:07}")):
        given = ((each, value.format(n)) for n, each in enumerate(people) if (n % 2 == 0) == (kind == "email"))
        Identity.objects.bulk_create(Identity(customer=who, kind=kind, value=at) for who, at in given)
    Segment.objects.create(slug="all", name="All", filter="")
for channel in ("email", "sms"):
    trigger = set_trigger(survey, by=owner, channel=channel, segment="all", remind_after_days=3)
    began, cpu = time.perf_counter(), time.process_time()
    send_by_hand(trigger, by=owner)
    take_turns()
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    asked = trigger.turns.filter(state="sent").count()
    print(f"{channel}: {asked:,} of COUNT asked in {took:.1f} s, {1000 * cpu / asked:.2f} ms of CPU each")
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=10_000)
    people = parser.parse_args().people
    home = Path(tempfile.mkdtemp(prefix="nabiz-bench-"))
    home.chmod(0o755)
    installation = Installation(home)
    try:
        installation.serve("serve", "--no-worker")
        print(installation.run("shell", "-v", "0", "-c", ASK.replace("COUNT", str(people))).stdout)
    finally:
        installation.clean_up()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
