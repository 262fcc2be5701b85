"""How long things are kept: what would go is counted first, the night deletes it, and mirror and answers follow."""

from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from nabiz.imports.commands import JournalGone, undo_import
from nabiz.imports.models import Import, Touch
from nabiz.intake.models import Delivery, Source, Verdict
from nabiz.privacy.models import RetentionRule
from nabiz.privacy.outdated import TooShort, delete_outdated, settle_retention
from nabiz.privacy.rules import rule_named, rules
from nabiz.team.models import Mail
from nabiz.timeline.commands import Draft, append_events
from nabiz.timeline.freshness import watcher
from nabiz.timeline.mirror.commands import refresh
from nabiz.timeline.mirror.reading import snapshot
from nabiz.timeline.models import Event

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=800)


def write(person, *moments, kind="page.viewed", came=None):
    drafts = [
        Draft(kind, at, person.pk, source="web", message_id=f"{kind}{n}{at}", received_at=came or at)
        for n, at in enumerate(moments)
    ]
    with transaction.atomic():
        append_events(drafts)


def removed(name):
    return {rule.keeping.name: rule.removes for rule in rules()}[name]


def test_what_would_go_is_counted_and_the_night_deletes_it(deniz):
    write(deniz, LONG_AGO, LONG_AGO, NOW)
    counted = removed("kind.page.viewed")

    done = {each.rule.keeping.name: each.n for each in delete_outdated()}

    assert (counted, done) == (2, {"kind.page.viewed": 2})
    assert Event.objects.filter(kind="page.viewed").count() == 1
    told = Event.objects.get(kind="retention.applied")
    assert told.facts == {"rule": "kind.page.viewed", "what": "Page viewed", "deleted": 2, "days": 760}


def test_what_was_brought_in_lately_is_not_gone_the_next_morning(deniz):
    write(deniz, LONG_AGO, came=NOW)

    assert delete_outdated() == []


def test_a_night_deletes_in_portions_and_no_more_than_its_share(deniz):
    write(deniz, *[LONG_AGO] * 5)

    assert [each.n for each in delete_outdated(most=3)] == [3]
    assert [each.n for each in delete_outdated(most=3)] == [2]


def test_a_kind_with_its_own_rule_leaves_that_of_its_family(deniz, owner):
    write(deniz, LONG_AGO, kind="user.signed_in")
    write(deniz, LONG_AGO, kind="feature.used")
    settle_retention(rule_named("events.usage"), 30, by=owner)
    settle_retention(rule_named("kind.feature.used"), None, by=owner)

    delete_outdated()

    assert [event.kind for event in Event.objects.filter(customer_id=deniz.pk)] == ["feature.used"]


def test_a_kind_that_only_a_source_knows_is_among_the_others(deniz, owner):
    write(deniz, LONG_AGO, kind="lamp.lit")
    settle_retention(rule_named("events.other"), 365, by=owner)

    assert [(each.rule.keeping.name, each.n) for each in delete_outdated()] == [("events.other", 1)]


def test_records_of_deletions_stay_for_three_years(owner):
    with pytest.raises(TooShort):
        settle_retention(rule_named("events.house"), 365, by=owner)

    assert rule_named("events.house").days >= 1095


def test_settling_the_same_again_announces_once(owner):
    for _ in range(2):
        settle_retention(rule_named("mails"), 90, by=owner)

    assert RetentionRule.objects.get().days == 90
    assert Event.objects.filter(kind="retention.changed", member_id=owner.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_mirror_and_remembered_answers_follow(deniz, mirror_folder):
    write(deniz, LONG_AGO, NOW)
    refresh()
    before = watcher.look().of("usage")

    delete_outdated()
    refresh()

    assert watcher.look().of("usage") != before
    assert sum(pq.read_metadata(file).num_rows for file in snapshot().event_files(["usage"])) == 1


def test_what_intake_imports_and_outbox_keep_goes_too(deniz, owner):
    source = Source.objects.create(name="shop", key_hash="x", key_hint="x")
    Verdict.objects.create(source=source, received_at=LONG_AGO, type="track", outcome="stored")
    for attempts in (0, 3):
        Delivery.objects.create(
            source=source, call="track", received_at=LONG_AGO, events=1, body=b"", attempts=attempts
        )
    Mail.objects.create(sender="a@acme.test", to="b@acme.test", subject="Hi", text="", written_at=LONG_AGO)

    done = {each.rule.keeping.name: each.n for each in delete_outdated()}

    assert done == {"intake-verdicts": 1, "intake-parked": 1, "mails": 1}
    assert Delivery.objects.get().attempts == 0


def test_an_import_without_its_journal_says_that_it_cannot_be_undone(db):
    old = {"source": "shop", "mapping": {}, "mapping_hash": "", "since": LONG_AGO, "ended_at": LONG_AGO}
    job = Import.objects.create(file_name="a.csv", counts={"new": 1}, status="done", **old)
    Touch.objects.create(what="e", object_id=1, of=job, is_new=True)

    assert [each.rule.keeping.name for each in delete_outdated()] == ["import-journals"]

    with pytest.raises(JournalGone):
        undo_import(job)


def test_files_of_imports_are_deleted(db, settings, tmp_path):
    settings.HOME = tmp_path
    path = tmp_path / "files" / "imports" / "x" / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_text("email")
    Import.objects.create(file_name="a.csv", path=str(path), source="s", mapping={}, mapping_hash="", since=LONG_AGO)

    delete_outdated()

    assert not path.exists()
    assert Import.objects.get().path == ""


def test_the_page_shows_what_a_rule_would_delete_before_it_is_confirmed(sign_in, owner, deniz):
    write(deniz, NOW - timedelta(days=200))
    browser, page = sign_in(owner), "/privacy/retention/kind.page.viewed/"

    trial = browser.get(f"{page}?days=180").content.decode()
    browser.post(page, {"days": "180"})

    assert "1 record is older than 6 months" in trial
    assert rule_named("kind.page.viewed").days == 180
    assert "Deleted after 6 months." in browser.get("/privacy/retention/").content.decode()


def test_a_period_that_a_law_forbids_is_not_offered(sign_in, owner):
    page = sign_in(owner).post("/privacy/retention/events.house/", {"days": "30"})

    assert page.status_code == 422
    assert not RetentionRule.objects.exists()


def test_only_who_manages_sees_the_rules(sign_in, ana):
    assert sign_in(ana).get("/privacy/retention/").status_code == 404


def test_the_command_line_counts_first(deniz, capsys):
    write(deniz, LONG_AGO)

    call_command("retention", "--dry-run")
    counted = capsys.readouterr().out
    call_command("retention")

    assert "1  Page viewed. Deleted after 25 months." in counted
    assert not Event.objects.filter(kind="page.viewed").exists()
