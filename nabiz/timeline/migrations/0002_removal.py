import django.db.models.functions.datetime
from django.db import migrations, models

NOTE_REMOVALS = """
CREATE FUNCTION timeline_note_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM changed) THEN
        INSERT INTO timeline_removal DEFAULT VALUES;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_update AFTER UPDATE ON timeline_event REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION timeline_note_removal();
CREATE TRIGGER note_delete AFTER DELETE ON timeline_event REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION timeline_note_removal();
"""
FORGET_REMOVALS = "DROP FUNCTION timeline_note_removal() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RunSQL(NOTE_REMOVALS, FORGET_REMOVALS),
    ]
