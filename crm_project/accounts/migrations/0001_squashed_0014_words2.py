"""All up to 0014_words2 in one step: what a new installation starts with."""

import secrets

import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import crm_project.accounts.models.default_roles
import crm_project.lib.sort_names
from crm_project.accounts.domain import default_roles


def enter(apps, schema_editor):
    default_roles.ensure(apps.get_model("accounts", "Role"))


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_roles"),
        ("accounts", "0003_invitations"),
        ("accounts", "0004_selling_rights"),
        ("accounts", "0005_after_sales"),
        ("accounts", "0006_given_passwords"),
        ("accounts", "0007_second_factor_secrets"),
        ("accounts", "0008_identifiers"),
        ("accounts", "0009_finance_restricted"),
        ("accounts", "0010_masks"),
        ("accounts", "0011_company_settings"),
        ("accounts", "0012_sort_names"),
        ("accounts", "0013_working_days"),
        ("accounts", "0014_words2"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DayOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("working", models.BooleanField(verbose_name="working day")),
                ("note", models.CharField(blank=True, max_length=80, verbose_name="note")),
            ],
            options={
                "db_table": "activities_dayoverride",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True, verbose_name="key")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 no approvals, 1 manager, 2 director, 3 general manager",
                        verbose_name="level",
                    ),
                ),
                ("grants", models.JSONField(default=dict, verbose_name="rights")),
                (
                    "masks",
                    models.JSONField(default=crm_project.accounts.models.default_roles.hidden_masks, editable=False),
                ),
                ("second_factor", models.BooleanField(default=False, verbose_name="two-step sign-in required")),
                ("builtin", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "ordering": ["-level", "key"],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("path", models.CharField(db_index=True, default="", editable=False, max_length=200)),
                (
                    "stage_potential",
                    models.CharField(blank=True, max_length=30, verbose_name="custom name of “potential”"),
                ),
                ("stage_intent", models.CharField(blank=True, max_length=30, verbose_name="custom name of “intent”")),
                (
                    "stage_official",
                    models.CharField(blank=True, max_length=30, verbose_name="custom name of “official”"),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="accounts.department",
                        verbose_name="above",
                    ),
                ),
            ],
            options={
                "ordering": ["path"],
                "constraints": [
                    models.UniqueConstraint(fields=("parent", "name"), name="department_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", True)), fields=("name",), name="department_top_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "This user name is taken: choose another."},
                        max_length=60,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="user name",
                    ),
                ),
                ("full_name", models.CharField(max_length=80, verbose_name="full name")),
                ("sort_name", models.CharField(default="", editable=False, max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("mobile", models.CharField(blank=True, max_length=30, verbose_name="mobile")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="joined")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "trained_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="training confirmed"),
                ),
                ("second_factor", models.BooleanField(default=False, verbose_name="two-step sign-in required")),
                (
                    "must_change_password",
                    models.BooleanField(default=False, editable=False, verbose_name="must change the password"),
                ),
                ("takes_customers", models.BooleanField(default=True, verbose_name="takes part in rotation")),
                ("away_from", models.DateField(blank=True, null=True, verbose_name="absent from")),
                ("away_until", models.DateField(blank=True, null=True, verbose_name="absent until")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                (
                    "digest",
                    models.CharField(
                        choices=[("none", "No mail"), ("daily", "One mail a day"), ("each", "At once")],
                        default="daily",
                        max_length=10,
                        verbose_name="mail",
                    ),
                ),
                (
                    "calendar_token",
                    models.CharField(default=secrets.token_urlsafe, editable=False, max_length=43, unique=True),
                ),
                ("invite_key", models.CharField(blank=True, editable=False, max_length=43)),
                ("invited_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="invited")),
                (
                    "stand_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="stand-in",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="superior",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="accounts.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="accounts.role",
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_name", "username"],
                "indexes": [models.Index(fields=["department", "is_active"], name="user_department")],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper("username"),
                        name="user_name_alike",
                        violation_error_message="This user name is taken: choose another.",
                    )
                ],
            },
            bases=(crm_project.lib.sort_names.SortedByName, models.Model),
        ),
        migrations.CreateModel(
            name="StoredSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("value", models.JSONField()),
                ("set_at", models.DateTimeField()),
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
        ),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
