from django.db import migrations


class Migration(migrations.Migration):
    """Messages are read again, so that they know of their conversation."""

    dependencies = [("themes", "0002_assist")]

    operations = [
        migrations.RunSQL("UPDATE themes_verbatim SET xid = -1 WHERE kind = 'message.received'", ""),
        migrations.RunSQL("UPDATE themes_reading SET watermark = 0", ""),
    ]
