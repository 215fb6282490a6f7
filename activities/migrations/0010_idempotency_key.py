"""What tells a form that is posted twice is called by its usual name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("activities", "0009_words")]

    operations = [migrations.RenameField("followup", "once", "idempotency_key")]
