from django.db import migrations

GUARD = """
CREATE FUNCTION privacy_consent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'by_id' IS DISTINCT FROM to_jsonb(OLD) - 'by_id' THEN
    RAISE EXCEPTION 'What was said about consent stays; rows are only added.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consent_stays BEFORE UPDATE ON privacy_consent FOR EACH ROW EXECUTE FUNCTION privacy_consent_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        migrations.RunSQL(GUARD, "DROP TRIGGER consent_stays ON privacy_consent; DROP FUNCTION privacy_consent_stays()")
    ]
