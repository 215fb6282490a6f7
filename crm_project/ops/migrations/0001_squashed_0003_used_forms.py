"""All up to 0003_used_forms in one step: what a new installation starts with."""

from django.core.management import call_command
from django.db import migrations, models


def make_cache_table(apps, schema_editor):
    """Make the table whatever cache is set now, so that the setting can change later."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    replaces = [
        ("ground", "0001_initial"),
        ("ground", "0002_alarms_backups_waiting"),
        ("ground", "0003_used_forms"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("problem", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("holder", models.CharField(max_length=120)),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="UsedForm",
            fields=[
                ("token", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("person_id", models.BigIntegerField()),
                ("location", models.CharField(blank=True, max_length=2000)),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="WaitingTask",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("task", models.CharField(max_length=120)),
                ("args", models.JSONField(default=list)),
                ("kwargs", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("file", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField(default=0, help_text="bytes")),
                ("copied", models.BooleanField(default=False, help_text="also at the second place")),
                ("problem", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("problem", "")), fields=["-at"], name="backup_whole")],
            },
        ),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
