"""Nothing about people is kept without being declared, and their copy holds what was declared."""

import json
import zipfile

from django.apps import apps
from django.core.management import call_command
from django.db import models

from nabiz.customers.commands import change_customer
from nabiz.customers.models import Customer, Identity
from nabiz.privacy.commands import record_consent
from nabiz.privacy.models import Policy
from nabiz.privacy.queries import may_contact
from nabiz.privacy.register import declared

TEXTS = (models.TextField, models.JSONField, models.BinaryField, models.EmailField)


def may_hold_people(model):
    fields = model._meta.concrete_fields
    return any(
        isinstance(f, TEXTS) or f.column == "customer_id" or f.name in ("name", "email", "phone") for f in fields
    )


def test_every_table_that_may_hold_something_about_people_is_declared():
    ours = [model for model in apps.get_models() if model.__module__.startswith("nabiz.")]
    tables = {model._meta.db_table for model in ours if may_hold_people(model)}

    assert tables - {kept.table for kept in declared()} == set()


def test_what_is_declared_about_customers_says_why_and_how_long():
    assert [
        kept.table for kept in declared() if kept.whose != "nobody" and not (kept.what and kept.why and kept.how_long)
    ] == []


def test_a_copy_holds_everything_about_the_person_and_nothing_of_others(deniz, ana, tmp_path):
    other = Customer.objects.create(name="Ece Other")
    Identity.objects.create(customer=other, kind="email", value="ece@acme.test")
    change_customer(deniz, by=ana, traits={"note": "=cmd|calc"})
    record_consent(deniz, "marketing", "email", is_given=True, source="HS_WEB")

    call_command("person", "deniz@acme.test", str(tmp_path / "deniz.zip"))

    with zipfile.ZipFile(tmp_path / "deniz.zip") as archive:
        whole = json.loads(archive.read("data.json"))
        everything = b"".join(map(archive.read, archive.namelist())).decode()
    assert set(whole) >= {"customers_customer", "customers_identity", "privacy_consent", "timeline_event"}
    assert whole["customers_customer"][0]["traits"] == {"note": "=cmd|calc"}
    assert "Deniz Kaya" in everything
    assert "ece@acme.test" not in everything
    assert '<html lang="tr">' in everything


def test_the_page_shows_register_and_policies_and_saves_one(sign_in, owner):
    browser = sign_in(owner)

    page = browser.get("/privacy/").content.decode()
    browser.post("/privacy/policies/research/", {"basis": "consent", "quiet_from": "21:00", "quiet_to": "09:00"})

    assert "customers_identity" in page
    assert Policy.objects.get(purpose="research").basis == "consent"
    assert "customers_identity" in browser.get("/privacy/register.csv").content.decode()


def test_a_member_writes_down_what_the_customer_said(sign_in, deniz, ana):
    said = {
        "purpose": "research",
        "channel": "email",
        "is_given": "no",
        "source": "HS_CAGRI_MERKEZI",
        "reason": "Too many",
    }

    page = sign_in(ana).post(f"/privacy/customers/{deniz.pk}/words/", said, follow=True)

    assert "Too many" in page.content.decode()
    assert may_contact(deniz, "research", "email").consent.by == ana


def test_only_who_may_export_takes_a_copy(sign_in, deniz, ana, owner, timeline):
    assert sign_in(ana).post(f"/privacy/customers/{deniz.pk}/copy/").status_code == 404

    copy = sign_in(owner).post(f"/privacy/customers/{deniz.pk}/copy/")

    assert b"".join(copy.streaming_content)[:2] == b"PK"
    assert timeline(deniz) == ["customer.copied"]
