"""Plant a secret about one person in every text of every table that may know of people."""

import json
import secrets

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from procrastinate.contrib.django import app

from nabiz.privacy.register import about_people

SECRET = "xq7vplantedk3zz"
ADDRESS = f"{SECRET}@acme.test"

# No place for anybody's words: keyed hashes, and the house's own people.
NOT_PLANTED = frozenset({"privacy_erasure", "privacy_suppression", "team_company", "team_member", "team_invitation"})


def plant_everywhere(person, member, folder):
    """A row in every table of the register with the secret in every text, list, document and piece of bytes, and files.

    A table that comes new into the register is planted without anybody thinking of it.
    """
    _identify(person)
    for table in sorted({kept.table for kept in about_people()} - NOT_PLANTED - SPECIAL.keys()):
        fill(model_of(table), person, member)
    for plant in SPECIAL.values():
        plant(person, member, folder)


def tables_with_words():
    """The tables of the register that have a place for anybody's words."""
    tables = {kept.table for kept in about_people()} - NOT_PLANTED
    return {table for table in tables if any(map(takes_words, model_of(table)._meta.concrete_fields))}


def fill(model, person, member, **given):
    for field in model._meta.concrete_fields:
        if field.name not in given and not isinstance(field, models.AutoField):
            value = _value_for(field, person, member)
            if value is not None:
                given[field.name] = value
    return model.objects.create(**given)


def model_of(table):
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def takes_words(field):
    if field.choices or field.primary_key or field.is_relation or field.name.endswith("hash"):
        return False
    fits = field.max_length is None or field.max_length >= len(ADDRESS)
    return fits and isinstance(field, WORDS)


def _value_for(field, person, member):
    if field.attname == "customer_id" and not field.is_relation:
        return person.pk
    if takes_words(field):
        return _words_for(field)
    if isinstance(field, models.ForeignKey):
        return _related(field, person, member)
    if field.null or field.has_default() or field.has_db_default():
        return None
    if field.choices:
        return field.choices[0][0]
    if field.unique and isinstance(field, models.IntegerField):
        return secrets.randbelow(1 << 30)
    return next((value for its_type, value in PLAIN if isinstance(field, its_type)), _odd(field))


def _odd(field):
    return secrets.token_hex(32)[: field.max_length] if isinstance(field, models.CharField) else ""


def _related(field, person, member):
    its = field.related_model
    if its is type(person):
        return another(person) if field.name in ("other", "into", "merged_into", "parent") else person
    if its is type(member):
        return member
    return None if field.null else its.objects.first() or fill(its, person, member, **_harmless(its))


def _harmless(model):
    """What belongs to the house holds no word about anybody."""
    is_of_the_house = model._meta.db_table not in {kept.table for kept in about_people()}
    words = {models.JSONField: {}, models.BinaryField: b"", ArrayField: []}
    fields = filter(takes_words, model._meta.concrete_fields)
    return {f.name: words.get(type(f), "house") for f in fields} if is_of_the_house else {}


def _words_for(field):
    if isinstance(field, models.JSONField):
        return {"who": ADDRESS, "list": [SECRET]}
    if isinstance(field, ArrayField):
        return [ADDRESS]
    return json.dumps({"userId": SECRET, "to": ADDRESS}).encode() if isinstance(field, models.BinaryField) else ADDRESS


def another(person):
    return type(person).objects.create(name="Ece")


def _identify(person):
    type(person).objects.filter(pk=person.pk).update(
        name=SECRET, traits={SECRET: ADDRESS}, search=SECRET, sort_tr=SECRET, sort_en=SECRET
    )
    for kind, value in (("email", ADDRESS), ("user_id", SECRET)):
        model_of("customers_identity").objects.create(customer=person, kind=kind, value=value, is_verified=True)


def _merge(person, member, folder):
    side = type(person).objects.create(name=SECRET, traits={SECRET: SECRET}, merged_into=person)
    fill(model_of("customers_merge"), person, member, customer=side, into=person)


def _touches(person, member, folder):
    told, touch = {"who": ADDRESS, "customer_id": person.pk}, model_of("imports_touch")
    job = fill(model_of("imports_import"), person, member, path=_file(folder, "a.csv"), bad_rows=_file(folder, "b.csv"))
    for what, of in (("c", person.pk), ("e", 4711), ("a", 4711), ("i", 4711)):
        touch.objects.create(what=what, object_id=of, of=job, before=told, after=told)


def _drafts(person, member, folder):
    """One that waits with its file, and one that was brought in, whose file is the import's."""
    fill(model_of("imports_draft"), person, member, path=_file(folder, "c.csv"))
    job = model_of("imports_import").objects.first()
    fill(model_of("imports_draft"), person, member, path=job.path, job=job)


def _file(folder, name):
    place = folder / "files" / "imports" / secrets.token_hex(8)
    place.mkdir(parents=True)
    (place / name).write_text(f"email,name\n{ADDRESS},{SECRET}\n")
    return str(place / name)


def _events(person, member, folder):
    """A kind is no word about anybody: the mirror and its list of what went are sorted by it."""
    fill(model_of("timeline_event"), person, member, kind="lamp.lit")


def _jobs(person, member, folder):
    app.configure_task("team.deliver").defer(mail=1, customer=person.pk, note=SECRET)


def _nothing(person, member, folder):
    """Planted by another."""


WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, ArrayField)
PLAIN = (
    (models.DateTimeField, timezone.now()),
    (models.DateField, timezone.now().date()),
    (models.BooleanField, True),
    ((models.IntegerField, models.FloatField, models.DecimalField), 1),
)
SPECIAL = {
    "customers_customer": _nothing,
    "customers_identity": _nothing,
    "customers_merge": _merge,
    "imports_import": _nothing,
    "imports_touch": _touches,
    "imports_draft": _drafts,
    "procrastinate_jobs": _jobs,
    "timeline_event": _events,
}
