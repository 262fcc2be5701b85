"""An erasure reaches tables, table files, mirror, mails, jobs and files; a restored backup does not undo it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from nabiz.customers.commands import erase_customer, refresh_search, write_note
from nabiz.customers.erasure import prove_erased
from nabiz.customers.models import Customer, Identity
from nabiz.feedback.events import SurveyAnswered
from nabiz.intake.models import Delivery, Source, Verdict
from nabiz.privacy import tombstones
from nabiz.privacy.commands import Proof, record_consent
from nabiz.privacy.models import Erasure
from nabiz.privacy.tasks import finish
from nabiz.privacy.tests.planting import ADDRESS, SECRET, plant_everywhere, tables_with_words
from nabiz.team.models import Mail
from nabiz.timeline.commands import announce
from nabiz.timeline.mirror.commands import refresh
from nabiz.timeline.mirror.searching import files_that_know


@pytest.fixture
def folders(settings, tmp_path, mirror_folder):
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    settings.EMAIL_BACKEND = "nabiz.team.outbox.Backend"
    return tmp_path


def plant(member):
    """Somebody whose every text is the secret, in every place that keeps texts about a customer."""
    person = Customer.objects.create(name=SECRET, traits={SECRET: SECRET}, language="tr")
    Identity.objects.create(customer=person, kind="email", value=ADDRESS, is_verified=True)
    Identity.objects.create(customer=person, kind="user_id", value=SECRET)
    refresh_search([person.pk])
    write_note(person, SECRET * 500, by=member)
    with transaction.atomic():
        announce(SurveyAnswered(survey="NPS", measure="nps", score=3, comment=SECRET, touchpoint=SECRET), about=person)
    record_consent(
        person,
        "marketing",
        "email",
        is_given=True,
        source="HS_WEB",
        address=ADDRESS,
        proof=Proof(SECRET),
        reason=SECRET,
    )
    source = Source.objects.create(name="shop", key_hash="x", key_hint="x")
    told = {"type": "track", "event": "Paid", "userId": SECRET, "properties": {"to": ADDRESS}, "messageId": "1"}
    Delivery.objects.create(source=source, call="track", events=1, body=json.dumps(told).encode())
    Verdict.objects.create(
        source=source, received_at=timezone.now(), type="track", who=SECRET, customer_id=person.pk,
        outcome="stored", payload=told,
    )  # fmt: skip
    send_mail(SECRET, SECRET, None, [ADDRESS])
    app.configure_task("team.deliver").defer(mail=1, customer=person.pk, note=SECRET)
    return person


def table_files_with(secret):
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        [[data]] = cursor.fetchall()
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        [[oid]] = cursor.fetchall()
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_relation_filenode(oid)::text, relname FROM pg_class")
        names = dict(cursor.fetchall())
    return [names.get(name, name) for name in files_with(Path(data) / "base" / str(oid), secret)]


def files_with(folder, secret):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if secret.encode() in path.read_bytes()]


@pytest.mark.django_db(transaction=True)
def test_not_a_byte_of_a_planted_secret_is_left(folders, owner):
    person = plant(owner)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    refresh()
    assert table_files_with(SECRET)

    call_command("erase", ADDRESS, "--now", "--yes")

    assert table_files_with(SECRET) == []
    assert files_with(folders, SECRET) == []
    assert files_that_know([person.pk]) == []


@pytest.mark.django_db(transaction=True)
def test_every_table_of_the_register_forgets_every_word(folders, owner):
    person = Customer.objects.create(name=SECRET)
    plant_everywhere(person, owner, folders)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    refresh()
    planted = table_files_with(SECRET)

    call_command("erase", ADDRESS, "--now", "--yes")

    assert set(planted) >= tables_with_words()
    assert table_files_with(SECRET) == []
    assert files_with(folders, SECRET) == []


def test_the_report_says_what_went_and_names_nobody(deniz, owner, folders):
    record_consent(deniz, "marketing", "email", is_given=True, source="HS_WEB")

    erase_customer(deniz, by=owner)

    [noted] = Erasure.objects.all()
    assert noted.removed.items() >= {
        "customers_customer": 1, "customers_identity": 1, "privacy_consent": 1, "timeline_event": 1,
    }.items()  # fmt: skip
    assert "acme" not in json.dumps([noted.hashes, noted.removed])


def test_mails_to_the_person_go_and_others_stay(deniz, owner, folders):
    send_mail("Hello", "Hi", None, ["deniz@acme.test"])
    send_mail("Hello", "Hi", None, ["ece@acme.test"])

    erase_customer(deniz, by=owner)

    assert [mail.to for mail in Mail.objects.all()] == ["ece@acme.test"]


def test_a_file_that_names_the_person_is_found(deniz, owner, folders):
    (folders / "files").mkdir()
    (folders / "files" / "list.csv").write_text("x" * (1 << 20) + "DENIZ@acme.test")

    erased = erase_customer(deniz, by=owner)

    assert prove_erased(erased.customer_ids, erased.needles) == ["files/list.csv"]


@pytest.mark.django_db(transaction=True)
def test_whom_a_backup_brings_back_is_erased_again(deniz, ana, folders):
    number, since = deniz.pk, deniz.since
    erase_customer(deniz, by=ana)
    Erasure.objects.all().delete()
    Customer.objects.create(pk=number, name="Deniz Kaya", since=since)
    Customer.objects.create(pk=number + 1, name="Ece")

    assert tombstones.erase_again() == 1
    assert [each.name for each in Customer.objects.all()] == ["Ece"]


@pytest.mark.django_db(transaction=True)
def test_another_installations_customer_of_that_number_stays(deniz, ana, folders):
    erase_customer(deniz, by=ana)
    Customer.objects.create(pk=deniz.pk, name="Somebody else", since=deniz.since - timedelta(days=1))

    assert tombstones.erase_again() == 0


@pytest.mark.django_db(transaction=True)
def test_the_night_finishes_what_the_day_erased(deniz, owner, folders, sign_in):
    erase_customer(deniz, by=owner)
    by_day = sign_in(owner).get("/privacy/").content.decode()

    finish(0)

    assert "the files follow tonight" in by_day
    assert "Nothing is left in tables, table files and mirror." in sign_in(owner).get("/privacy/").content.decode()
