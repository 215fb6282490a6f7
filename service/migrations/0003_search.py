from django.db import migrations

from crm_project.lib.database.beginning import create_indexes, drop_indexes

INDEXES = {
    "order_number_begin": "lower(number)",
    "order_number_last": "regexp_replace(lower(number), '^.*[-/ _.]', '')",
}


def forwards(apps, schema_editor):
    create_indexes(schema_editor.connection, "service_serviceorder", INDEXES)


def backwards(apps, schema_editor):
    drop_indexes(schema_editor.connection, INDEXES)


class Migration(migrations.Migration):
    dependencies = [("service", "0002_lists")]
    operations = [migrations.RunPython(forwards, backwards)]
