"""All up to 0007_words2 in one step: what a new installation starts with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("approvals", "0001_initial"),
        ("approvals", "0002_kinds_of_selling"),
        ("approvals", "0003_put_back"),
        ("approvals", "0004_appeal"),
        ("approvals", "0005_cooperation"),
        ("approvals", "0006_declared_kinds"),
        ("approvals", "0007_words2"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0014_words2"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("obsolete", "No longer needed"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("customer_id", models.BigIntegerField(db_index=True, null=True)),
                ("subject", models.CharField(max_length=200)),
                (
                    "about",
                    models.CharField(
                        blank=True, help_text="which item of the customer, such as instalment:7", max_length=40
                    ),
                ),
                ("arguments", models.JSONField(default=dict)),
                ("evidence", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.TextField(blank=True, verbose_name="decision")),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decider",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests_to_decide",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "pending")), fields=["decider", "asked_at"], name="request_inbox"
                    ),
                    models.Index(fields=["asked_by", "-asked_at"], name="request_mine"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "pending")),
                        fields=("kind", "customer_id", "asked_by", "about"),
                        name="request_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("asked_by__isnull", True), ("status", "pending")),
                        fields=("kind", "customer_id", "about"),
                        name="request_once_by_system",
                    ),
                ],
            },
        ),
    ]
