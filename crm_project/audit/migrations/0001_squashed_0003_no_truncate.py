"""All up to 0003_no_truncate in one step: what a new installation starts with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from . import _append_only as append_only


def put_up(apps, schema_editor):
    append_only.put_up(schema_editor)


class Migration(migrations.Migration):
    replaces = [
        ("audit", "0001_initial"),
        ("audit", "0002_append_only"),
        ("audit", "0003_no_truncate"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, verbose_name="time")),
                ("action", models.CharField(max_length=60, verbose_name="what")),
                ("subject_type", models.CharField(max_length=40, verbose_name="kind")),
                ("subject_id", models.CharField(max_length=40, verbose_name="number")),
                ("subject_name", models.CharField(max_length=200, verbose_name="name")),
                ("customer_id", models.BigIntegerField(null=True)),
                ("changes", models.JSONField(default=dict, verbose_name="changes")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="address")),
                ("request_id", models.CharField(blank=True, max_length=40)),
                ("seal", models.PositiveBigIntegerField(null=True, unique=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_subject"),
                    models.Index(fields=["customer_id", "-at"], name="audit_customer"),
                    models.Index(fields=["actor", "-at"], name="audit_actor"),
                    models.Index(fields=["action", "-at"], name="audit_action"),
                    models.Index(condition=models.Q(("seal__isnull", True)), fields=["id"], name="audit_unsealed"),
                ],
            },
        ),
        migrations.RunPython(put_up, migrations.RunPython.noop),
    ]
