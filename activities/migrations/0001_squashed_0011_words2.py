"""All up to 0011_words2 in one step: what a new installation starts with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("activities", "0001_initial"),
        ("activities", "0002_review_list"),
        ("activities", "0003_task_about"),
        ("activities", "0004_task_done"),
        ("activities", "0005_contact_records"),
        ("activities", "0006_open_work"),
        ("activities", "0007_contact_report"),
        ("activities", "0008_working_days"),
        ("activities", "0009_words"),
        ("activities", "0010_idempotency_key"),
        ("activities", "0011_words2"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("customers", "0001_squashed_0025_tax_id"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequiredParts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call_out", "Outgoing call"),
                            ("call_in", "Incoming call"),
                            ("visit_out", "Site visit"),
                            ("visit_in", "Customer visited us"),
                            ("meeting", "Meeting"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                            ("fax", "Fax"),
                            ("objection", "Objection handling"),
                            ("ticket", "Ticket delivery"),
                            ("note", "Note"),
                            ("task", "Task done"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        unique=True,
                        verbose_name="kind",
                    ),
                ),
                ("parts", models.JSONField(default=list, verbose_name="parts")),
            ],
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call_out", "Outgoing call"),
                            ("call_in", "Incoming call"),
                            ("visit_out", "Site visit"),
                            ("visit_in", "Customer visited us"),
                            ("meeting", "Meeting"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                            ("fax", "Fax"),
                            ("objection", "Objection handling"),
                            ("ticket", "Ticket delivery"),
                            ("note", "Note"),
                            ("task", "Task done"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="when")),
                ("recorded_at", models.DateTimeField(verbose_name="entered")),
                ("counterpart", models.CharField(blank=True, max_length=120, verbose_name="spoken with")),
                ("position", models.CharField(blank=True, max_length=80, verbose_name="position")),
                ("answered", models.BooleanField(default=True, verbose_name="reached somebody / was answered")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="purpose")),
                ("content", models.TextField(blank=True, max_length=8000, verbose_name="notes")),
                ("result", models.TextField(blank=True, max_length=2000, verbose_name="result")),
                ("next_step", models.CharField(blank=True, max_length=300, verbose_name="next step")),
                ("next_contact_at", models.DateTimeField(blank=True, null=True, verbose_name="next contact")),
                ("late", models.BooleanField(default=False, help_text="entered later than the department allows")),
                ("late_reason", models.CharField(blank=True, max_length=200, verbose_name="why it is late")),
                (
                    "check_state",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not checked"), ("confirmed", "Confirmed"), ("rejected", "Rejected")],
                        default="",
                        max_length=10,
                        verbose_name="checked",
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True)),
                ("check_reason", models.CharField(blank=True, max_length=200)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=200)),
                (
                    "idempotency_key",
                    models.CharField(
                        help_text="form token: a double click is recorded only once",
                        max_length=40,
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="answered_by",
                        to="activities.followup",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followups",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followups",
                        to="customers.contact",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="activities.followup",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followups",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "-occurred_at", "-id"], name="followup_customer"),
                    models.Index(fields=["author", "-occurred_at", "-id"], name="followup_author"),
                    models.Index(
                        condition=models.Q(("next_contact_at__isnull", False)),
                        fields=["author", "next_contact_at"],
                        name="followup_next",
                    ),
                    models.Index(
                        condition=models.Q(("check_state", ""), ("voided_at__isnull", True)),
                        fields=["recorded_at"],
                        name="followup_unchecked",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            models.Q(
                                models.Q(("check_state", ""), ("late", True)),
                                models.Q(("check_state", "rejected"), ("checked_at__isnull", True)),
                                _connector="OR",
                            ),
                        ),
                        fields=["recorded_at", "id"],
                        name="followup_waits",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("check_state", ""), ("kind__in", ["visit_out", "meeting"]), ("voided_at__isnull", True)
                        ),
                        fields=["-occurred_at", "-id"],
                        name="followup_outing",
                    ),
                    models.Index(
                        condition=models.Q(("checked_at__isnull", False)),
                        fields=["-checked_at", "-id"],
                        name="followup_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("demanded_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("took_part", models.CharField(blank=True, max_length=200, verbose_name="participants")),
                ("text", models.TextField(blank=True, verbose_name="result of the contact")),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="next step")),
                ("written_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_reports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "followup",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="report", to="activities.followup"
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("written_at__isnull", True)),
                        fields=["author", "due_at"],
                        name="report_missing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to="files/%Y/%m/")),
                ("name", models.CharField(max_length=160)),
                ("size", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="customers.customer"
                    ),
                ),
                (
                    "followup",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="activities.followup",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("task", "Task"), ("call", "Call"), ("meeting", "Meeting"), ("visit", "Visit")],
                        default="task",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                ("remind_at", models.DateTimeField(blank=True, null=True, verbose_name="remind at")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("about", models.CharField(blank=True, editable=False, max_length=20)),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("released", "the customer went to the pool"),
                            ("left", "the person of the task no longer works on the customer"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="for",
                    ),
                ),
                (
                    "created_by",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "followup",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tasks",
                        to="activities.followup",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["assignee", "due_at"], name="task_open"
                    ),
                    models.Index(
                        condition=models.Q(("reminded_at__isnull", True)), fields=["remind_at"], name="task_remind"
                    ),
                    models.Index(fields=["customer", "-due_at"], name="task_customer"),
                    models.Index(
                        condition=models.Q(("done_at", None), models.Q(("about", ""), _negated=True)),
                        fields=["about", "customer"],
                        name="task_about",
                    ),
                ],
            },
        ),
    ]
