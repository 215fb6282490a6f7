"""All up to 0002_words2 in one step: what a new installation starts with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("feedback", "0001_initial"),
        ("feedback", "0002_words2"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("problem", "Problem"),
                            ("suggestion", "Suggestion"),
                            ("correction", "Correction of data"),
                        ],
                        default="problem",
                        max_length=12,
                        verbose_name="subject",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="what happened")),
                ("page", models.CharField(blank=True, max_length=300, verbose_name="page")),
                ("request_id", models.CharField(blank=True, max_length=40, verbose_name="request number")),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("accepted", "In progress"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="feedback_listed"),
                    models.Index(fields=["by", "-at", "-id"], name="feedback_of"),
                    models.Index(
                        condition=models.Q(("state__in", ("new", "accepted"))),
                        fields=["-at", "-id"],
                        name="feedback_open",
                    ),
                ],
            },
        ),
    ]
