"""Signs of life, and the table of the cache where there is no Redis."""

from django.core.management import call_command
from django.db import migrations, models


def make_cache_table(apps, schema_editor):
    """Make the table whatever cache is set now, so that the setting can change later."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
