"""All up to 0011_undo in one step: what a new installation starts with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from . import _append_only as append_only


def put_up(apps, schema_editor):
    append_only.put_up(schema_editor)


class Migration(migrations.Migration):
    replaces = [
        ("assignment", "0001_initial"),
        ("assignment", "0002_forecast_job"),
        ("assignment", "0003_run_told"),
        ("assignment", "0004_coming_deadline"),
        ("assignment", "0005_waiting_restore"),
        ("assignment", "0006_append_only"),
        ("assignment", "0007_adjusted_policy"),
        ("assignment", "0008_open_work"),
        ("assignment", "0009_words"),
        ("assignment", "0010_words2"),
        ("assignment", "0011_undo"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0014_words2"),
        ("accounts", "__first__"),
        ("customers", "0001_squashed_0025_tax_id"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("plan", models.JSONField(default=dict)),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                    ),
                ),
                (
                    "leaver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=80)),
                ("adjusted", models.BooleanField(default=False, editable=False)),
                (
                    "adjusts",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignment.policy",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "policies",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="ForecastJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.JSONField()),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("holds_from", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done"), ("failed", "Failed")],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("result", models.JSONField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forecasts", to="assignment.policy"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="PolicyScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holds_from", models.DateField(verbose_name="valid from")),
                ("set_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField(help_text="when everybody concerned was notified", null=True)),
                ("applied_at", models.DateTimeField(help_text="when the stored deadlines were set by it", null=True)),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="policy_scopes",
                        to="accounts.department",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scopes",
                        to="assignment.policy",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["department", "-holds_from", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("body", models.JSONField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("holds_from", models.DateField(null=True, verbose_name="valid from")),
                ("note", models.TextField(blank=True, verbose_name="why")),
                ("drafted_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("announced_at", models.DateTimeField(help_text="when everybody concerned was notified", null=True)),
                ("applied_at", models.DateTimeField(help_text="when the stored deadlines were set by it", null=True)),
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
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="assignment.policy"
                    ),
                ),
            ],
            options={
                "ordering": ["policy", "-number"],
                "constraints": [models.UniqueConstraint(fields=("policy", "number"), name="policy_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Split",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="share (%)")),
                ("request_id", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="splits", to="customers.customer"
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SweepRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="as of")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("finished_at", models.DateTimeField(null=True)),
                ("figures", models.JSONField(default=dict)),
                ("told_to", models.BigIntegerField(default=0, help_text="the last line people were notified of")),
                (
                    "told_at",
                    models.DateTimeField(help_text="when everybody concerned was notified of everything", null=True),
                ),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(condition=models.Q(("told_at__isnull", True)), fields=["id"], name="run_untold")
                ],
            },
        ),
        migrations.CreateModel(
            name="SweepLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=12)),
                ("rule", models.CharField(blank=True, max_length=20)),
                ("due_at", models.DateTimeField(null=True)),
                ("evidence", models.JSONField(default=dict)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="assignment.sweeprun"
                    ),
                ),
            ],
            options={
                "ordering": ["run", "customer"],
                "constraints": [models.UniqueConstraint(fields=("run", "customer"), name="sweep_line_once")],
            },
        ),
        migrations.CreateModel(
            name="OwnershipEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("claimed", "Claimed"),
                            ("entered", "Entered"),
                            ("released", "Released"),
                            ("given_up", "Given up"),
                            ("transferred", "Transferred"),
                            ("rotated", "Passed on by rotation"),
                            ("handed_over", "Handed over"),
                            ("extended", "Extended"),
                            ("warned", "Reminded"),
                            ("review_opened", "Send to manager for review"),
                            ("reviewed", "Reviewed"),
                            ("stage", "Stage changed"),
                            ("restored", "Restored"),
                            ("merged", "Merged"),
                            ("undone", "Undone"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("closes_since", models.DateTimeField(null=True)),
                ("rule", models.CharField(blank=True, max_length=20)),
                ("reason", models.TextField(blank=True)),
                ("evidence", models.JSONField(default=dict)),
                (
                    "restores",
                    models.JSONField(
                        help_text="the closed row as it was, so that an undo restores it exactly", null=True
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closes_owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ownership_events",
                        to="customers.customer",
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
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownership_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignment.policyversion",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="assignment.sweeprun",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "-at", "-id"], name="event_customer"),
                    models.Index(fields=["owner", "kind", "-at"], name="event_owner"),
                    models.Index(fields=["closes_owner", "kind", "-at"], name="event_closed"),
                    models.Index(fields=["department", "-at"], name="event_department"),
                    models.Index(fields=["kind", "-at"], name="event_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitingRestore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("hold_until", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("restored", "Returned"),
                            ("moved_on", "Now owned by somebody else"),
                            ("dropped", "Return cancelled by the manager"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waiting",
                        to="assignment.ownershipevent",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)), fields=("event",), name="restore_waits_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("moved_at", models.DateTimeField(null=True)),
                ("introduced_at", models.DateTimeField(null=True)),
                ("informed_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=200)),
                ("problem_values", models.JSONField(default=dict)),
                ("reminded_at", models.DateTimeField(help_text="when the introduction was last requested", null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="assignment.handover"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("introduced_at__isnull", True), ("moved_at__isnull", False)),
                        fields=["to", "moved_at"],
                        name="introduction_open",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("handover", "customer"), name="handover_item_once")],
            },
        ),
        migrations.RunPython(put_up, migrations.RunPython.noop),
    ]
