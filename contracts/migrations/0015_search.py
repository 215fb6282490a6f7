from django.db import migrations

from crm_project.lib.database.beginning import create_indexes, drop_indexes

INDEXES = {
    ("contracts_contract", "contract_number_begin"): "lower(number)",
    ("contracts_contract", "contract_number_last"): "regexp_replace(lower(number), '^.*[-/ _.]', '')",
    ("contracts_payment", "payment_reference_begin"): "lower(reference)",
    ("contracts_payment", "payment_reference_last"): "regexp_replace(lower(reference), '^.*[-/ _.]', '')",
}


def forwards(apps, schema_editor):
    for (table, name), expression in INDEXES.items():
        create_indexes(schema_editor.connection, table, {name: expression})


def backwards(apps, schema_editor):
    drop_indexes(schema_editor.connection, [name for _table, name in INDEXES])


class Migration(migrations.Migration):
    dependencies = [("contracts", "0014_words2")]
    operations = [migrations.RunPython(forwards, backwards)]
