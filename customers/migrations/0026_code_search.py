from django.db import migrations

from crm_project.lib.database.beginning import create_indexes, drop_indexes

INDEXES = {"customer_code_begin": "replace(lower(code), '-', '')"}


def forwards(apps, schema_editor):
    create_indexes(schema_editor.connection, "customers_customer", INDEXES, on_sqlite=True)


def backwards(apps, schema_editor):
    drop_indexes(schema_editor.connection, INDEXES)


class Migration(migrations.Migration):
    dependencies = [("customers", "0025_tax_id")]
    operations = [migrations.RunPython(forwards, backwards)]
