from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followups", "0005_default_rules")]

    operations = [
        migrations.AlterField("cause", "name", models.CharField(blank=True, max_length=120)),
    ]
