"""A company from before there were rules begins with the same ones as a new company, unless it ever had any."""

from django.db import migrations

DEFAULTS = (
    {"measure": "nps", "score": 6, "due_hours": 24},
    {"measure": "csat", "score": 2, "due_hours": 24},
    {"measure": "review", "score": 2, "due_hours": 48, "reask_days": None},
)


def begin(apps, schema_editor):
    rules, companies = apps.get_model("followups", "Rule"), apps.get_model("team", "Company")
    if companies.objects.exists() and not rules.objects.exists() and not had_any(schema_editor.connection):
        rules.objects.bulk_create([rules(**each) for each in DEFAULTS])


def had_any(connection):
    """Numbers are given out once: where one was, there was a rule, however it went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence('followups_rule', 'id')::regclass)")
        return cursor.fetchone()[0] is not None


class Migration(migrations.Migration):
    dependencies = [("followups", "0004_rule_words"), ("team", "0001_initial")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
