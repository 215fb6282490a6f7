"""The glossary's name for whether a customer is a key one; its table stays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ratings", "0004_quality_feedback")]

    operations = [
        migrations.AlterModelTable(name="standing", table="ratings_standing"),
        migrations.RenameModel(old_name="Standing", new_name="KeyStatus"),
    ]
