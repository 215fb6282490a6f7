"""What tells a form that is posted twice is called by its usual name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contracts", "0011_line_discount")]

    operations = [
        migrations.RenameField("payment", "once", "idempotency_key"),
        migrations.RenameField("expense", "once", "idempotency_key"),
    ]
