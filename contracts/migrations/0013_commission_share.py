"""The glossary's name for a share of a contract's result; its table stays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contracts", "0012_idempotency_key")]

    operations = [
        migrations.AlterModelTable(name="creditshare", table="contracts_creditshare"),
        migrations.RenameModel(old_name="CreditShare", new_name="CommissionShare"),
    ]
