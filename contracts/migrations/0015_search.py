from django.db import migrations

from . import _search_indexes as search_indexes


def forwards(apps, schema_editor):
    search_indexes.put_up(schema_editor)


def backwards(apps, schema_editor):
    search_indexes.take_down(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("contracts", "0014_words2")]
    operations = [migrations.RunPython(forwards, backwards)]
