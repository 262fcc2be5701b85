import django.db.models.functions.datetime
from django.db import migrations, models

import nabiz.timeline.models

# What was deleted or altered must leave the mirror, which learns of it like of new rows: by transaction. An altered row
# is exported again, so it becomes one of the transaction that altered it.
NOTE_WITHDRAWALS = """
CREATE OR REPLACE FUNCTION timeline_note_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM changed) THEN
        INSERT INTO timeline_removal DEFAULT VALUES;
        INSERT INTO timeline_withdrawal (event_id, kind, month)
        SELECT id, kind, to_char(happened_at AT TIME ZONE 'UTC', 'YYYY-MM') FROM changed;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION timeline_alter_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER alter_anew BEFORE UPDATE ON timeline_event FOR EACH ROW WHEN (NEW.xid = OLD.xid)
EXECUTE FUNCTION timeline_alter_anew();
"""
FORGET_WITHDRAWALS = """
DROP FUNCTION timeline_alter_anew() CASCADE;
CREATE OR REPLACE FUNCTION timeline_note_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM changed) THEN
        INSERT INTO timeline_removal DEFAULT VALUES;
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0002_removal'),
    ]

    operations = [
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.BigIntegerField()),
                ('kind', models.TextField()),
                ('month', models.TextField()),
                ('xid', models.BigIntegerField(db_default=nabiz.timeline.models.TopTransaction(), editable=False)),
            ],
        ),
        migrations.RunSQL(NOTE_WITHDRAWALS, FORGET_WITHDRAWALS),
    ]
