"""All up to 0025_tax_id in one step: what a new installation starts with."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import crm_project.lib.sort_names
from customers.domain import default_lists

from . import _phone_triggers as phone_triggers
from . import _search_indexes as search_indexes


def enter(apps, schema_editor):
    default_lists.ensure(apps.get_model("customers", "ListItem"))
    phone_triggers.put_up(schema_editor.connection)
    search_indexes.put_up(schema_editor)


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_lists"),
        ("customers", "0003_duplicates"),
        ("customers", "0004_importing"),
        ("customers", "0005_vip"),
        ("customers", "0006_rhythm"),
        ("customers", "0007_contract_types"),
        ("customers", "0008_counted"),
        ("customers", "0009_counted_lists"),
        ("customers", "0010_coming_deadline"),
        ("customers", "0011_needs"),
        ("customers", "0012_identifiers"),
        ("customers", "0013_refused_cells"),
        ("customers", "0014_class_rules"),
        ("customers", "0015_lookups"),
        ("customers", "0016_rhythm_by_line"),
        ("customers", "0017_lookup_by_code"),
        ("customers", "0018_sort_names"),
        ("customers", "0019_phone_numbers"),
        ("customers", "0020_export_query"),
        ("customers", "0021_words"),
        ("customers", "0022_words2"),
        ("customers", "0023_search"),
        ("customers", "0024_import_columns"),
        ("customers", "0025_tax_id"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0014_words2"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=160, verbose_name="full name")),
                ("sort_name", models.CharField(default="", editable=False, max_length=80)),
                (
                    "name_key",
                    models.CharField(
                        editable=False,
                        error_messages={"unique": "A customer with this name already exists."},
                        max_length=200,
                        unique=True,
                    ),
                ),
                ("name_confirmed", models.BooleanField(default=False, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("company", "Company"), ("individual", "Individual")],
                        default="company",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("potential", "Potential"), ("intent", "Intent"), ("official", "Official")],
                        default="potential",
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                ("stage_since", models.DateTimeField(verbose_name="in this stage since")),
                (
                    "segment",
                    models.CharField(
                        blank=True,
                        choices=[("direct", "Direct customer"), ("distributor", "Distributor")],
                        max_length=12,
                        verbose_name="segment",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("core", "Core"), ("growth", "High-growth"), ("ordinary", "Ordinary")],
                        max_length=12,
                        verbose_name="class",
                    ),
                ),
                (
                    "file_number",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="file number"),
                ),
                (
                    "value_rating",
                    models.CharField(
                        blank=True,
                        choices=[("premier", "Premier"), ("good", "Good"), ("normal", "Normal"), ("none", "None")],
                        max_length=10,
                        verbose_name="value rating",
                    ),
                ),
                ("vip", models.BooleanField(default=False, verbose_name="VIP")),
                ("restricted", models.BooleanField(default=False, verbose_name="restricted file")),
                ("bad_debt", models.BooleanField(default=False, editable=False)),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                ("postal_code", models.CharField(blank=True, max_length=12, verbose_name="postal code")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("fax", models.CharField(blank=True, max_length=40, verbose_name="fax")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("website", models.CharField(blank=True, max_length=120, verbose_name="website")),
                ("introduction", models.CharField(blank=True, max_length=500, verbose_name="introduction")),
                (
                    "profile",
                    models.CharField(
                        blank=True, help_text="At most 50 characters.", max_length=50, verbose_name="profile"
                    ),
                ),
                ("tax_id", models.CharField(blank=True, max_length=18, verbose_name="unified social credit code")),
                (
                    "legal_representative",
                    models.CharField(blank=True, max_length=60, verbose_name="legal representative"),
                ),
                ("business_scope", models.TextField(blank=True, verbose_name="business scope")),
                (
                    "registered_capital",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="registered capital (CNY)"
                    ),
                ),
                ("cooperating_since", models.DateField(blank=True, null=True, verbose_name="customer since")),
                (
                    "producer",
                    models.CharField(
                        blank=True,
                        choices=[("manufacturer", "Manufacturer"), ("distributor", "Distributor"), ("both", "Both")],
                        max_length=12,
                        verbose_name="manufacturer or distributor",
                    ),
                ),
                ("varieties", models.CharField(blank=True, max_length=200, verbose_name="products purchased")),
                ("main_products", models.CharField(blank=True, max_length=200, verbose_name="main products")),
                ("downstream", models.CharField(blank=True, max_length=200, verbose_name="downstream market")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="entered")),
                ("changed_at", models.DateTimeField(editable=False)),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                ("removal_reason", models.CharField(blank=True, editable=False, max_length=200)),
                ("needs", models.CharField(blank=True, max_length=500, verbose_name="needs")),
                ("needs_on", models.DateField(editable=False, null=True, verbose_name="needs as of")),
                ("pooled_at", models.DateTimeField(editable=False, null=True, verbose_name="in the pool since")),
                (
                    "pool_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "Never owned"),
                            ("released", "Released by the policy"),
                            ("given_up", "Given up"),
                            ("left", "Owner left"),
                            ("by_manager", "Released by a manager"),
                            ("imported", "Imported without an owner"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("former_owners", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("last_followup_at", models.DateTimeField(editable=False, null=True, verbose_name="last follow-up")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="accounts.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "last_owner",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="customers.customer",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="branches",
                        to="customers.customer",
                        verbose_name="branch of",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            bases=(crm_project.lib.sort_names.SortedByName, models.Model),
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("next", models.PositiveBigIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="TidyRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("pairs", models.PositiveIntegerField(default=0)),
                ("doubts", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="NameDoubt",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("codes", models.JSONField(default=list)),
                ("found_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("sort_name", models.CharField(default="", editable=False, max_length=80)),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="position")),
                ("department", models.CharField(blank=True, max_length=60, verbose_name="department")),
                ("mobile", models.CharField(blank=True, max_length=40, verbose_name="mobile")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("im", models.CharField(blank=True, max_length=60, verbose_name="QQ / WeChat")),
                ("key", models.BooleanField(default=False, verbose_name="key contact")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("active", models.BooleanField(default=True, verbose_name="still employed")),
                ("created_at", models.DateTimeField(editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["-key", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("active", True), ("key", True)), fields=["customer"], name="contact_key"
                    )
                ],
            },
            bases=(crm_project.lib.sort_names.SortedByName, models.Model),
        ),
        migrations.CreateModel(
            name="Collaborator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="purpose")),
                (
                    "registered_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collaborations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="collaborator",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collaborators",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("customer", "user"),
                        name="collaborator_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("core", "Same core name"),
                            ("similar", "Similar name"),
                            ("phone", "Same phone number"),
                        ],
                        max_length=10,
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(default=0)),
                ("found_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To be checked"), ("different", "Not a duplicate"), ("merged", "Merged")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
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
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["-score", "-id"], name="duplicate_open")
                ],
                "constraints": [models.UniqueConstraint(fields=("one", "other"), name="duplicate_once")],
            },
        ),
        migrations.CreateModel(
            name="ExportJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("total", models.PositiveIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField()),
                ("touched_at", models.DateTimeField(help_text="last heartbeat of a worker", null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                ("what", models.CharField(max_length=20)),
                ("query", models.TextField(blank=True)),
                ("format", models.CharField(max_length=4)),
                ("more", models.BooleanField(default=False, help_text="with columns that can't be imported again")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Being generated"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("removed", "File removed"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("file", models.FileField(blank=True, upload_to="exports/%Y/%m/")),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["by", "-id"], name="export_by"),
                    models.Index(
                        condition=models.Q(("state", "running")), fields=["touched_at"], name="export_unfinished"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileMinimum",
            fields=[
                (
                    "department",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="accounts.department",
                    ),
                ),
                ("fields", models.JSONField(default=list)),
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
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160)),
                ("name_key", models.CharField(max_length=200)),
                ("until", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_names",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "ordering": ["-until", "-id"],
            },
        ),
        migrations.CreateModel(
            name="HeadingSynonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="file")),
                ("column", models.CharField(max_length=40, verbose_name="column")),
                ("text", models.CharField(max_length=80, verbose_name="heading")),
                ("key", models.CharField(editable=False, max_length=80)),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "column", "text"],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="heading_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("total", models.PositiveIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField()),
                ("touched_at", models.DateTimeField(help_text="last heartbeat of a worker", null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("file", models.FileField(upload_to="imports/%Y/%m/")),
                ("filename", models.CharField(max_length=200)),
                ("history", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("mapping", "Columns to assign"),
                            ("ready", "Ready to import"),
                            ("running", "Importing"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, help_text="rows processed; committed with them")),
                ("summary", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                (
                    "by",
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
                    models.Index(fields=["by", "-id"], name="import_by"),
                    models.Index(
                        condition=models.Q(("state__in", ["checking", "running", "undoing"])),
                        fields=["touched_at"],
                        name="import_unfinished",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("result", models.CharField(max_length=10)),
                ("label", models.CharField(blank=True, max_length=200)),
                ("subject_id", models.BigIntegerField()),
                ("before", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(null=True)),
                ("kept", models.TextField(blank=True, help_text="why an undo left it as it is")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_rows",
                        to="customers.importjob",
                    ),
                ),
            ],
            options={
                "ordering": ["job", "number"],
                "constraints": [models.UniqueConstraint(fields=("job", "number"), name="imported_row_once")],
            },
        ),
        migrations.CreateModel(
            name="ListItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("type", "Company type"),
                            ("region", "Region of operation"),
                            ("site", "Company site"),
                            ("trade", "Trade"),
                            ("category", "Product category"),
                            ("source", "Source"),
                            ("contract", "Contract type"),
                        ],
                        max_length=12,
                        verbose_name="list",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=60, verbose_name="name in Chinese")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="available")),
            ],
            options={
                "ordering": ["kind", "position", "name"],
                "constraints": [models.UniqueConstraint(fields=("kind", "name"), name="list_item_once")],
            },
        ),
        migrations.AddField(
            model_name="customer",
            name="category",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"active": True, "kind": "category"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.listitem",
                verbose_name="product category",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="regions",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="customers.listitem", verbose_name="regions of operation"
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="site",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"active": True, "kind": "site"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.listitem",
                verbose_name="company site",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"active": True, "kind": "source"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.listitem",
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="trade",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"active": True, "kind": "trade"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.listitem",
                verbose_name="trade",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="type",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"active": True, "kind": "type"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.listitem",
                verbose_name="company type",
            ),
        ),
        migrations.CreateModel(
            name="Lookup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("name", "Name"), ("code", "Code"), ("question", "Question")], max_length=10
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "day", "kind"), name="lookup_once")],
            },
        ),
        migrations.CreateModel(
            name="MergeRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("moved", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
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
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
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
                "indexes": [models.Index(fields=["kept", "-id"], name="merge_kept")],
            },
        ),
        migrations.CreateModel(
            name="NameGram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gram", models.CharField(max_length=16)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["gram", "customer"], name="name_gram"),
                    models.Index(fields=["customer"], name="name_gram_customer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digits", models.CharField(editable=False, max_length=80)),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer"], name="phone_customer"),
                    models.Index(
                        condition=models.Q(("contact__isnull", False)), fields=["contact"], name="phone_contact"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("sentence", models.TextField()),
                ("cells", models.JSONField(default=dict)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refused_rows",
                        to="customers.importjob",
                    ),
                ),
            ],
            options={
                "ordering": ["job", "number"],
                "constraints": [models.UniqueConstraint(fields=("job", "number"), name="refused_row_once")],
            },
        ),
        migrations.CreateModel(
            name="RememberedHeadings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("columns", models.JSONField(default=dict)),
                ("fixed", models.JSONField(default=dict)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "kind"), name="remembered_once")],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("query", models.CharField(max_length=1000)),
                ("shared", models.BooleanField(default=False, verbose_name="shared")),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("owner", "name"), name="saved_filter_once")],
            },
        ),
        migrations.CreateModel(
            name="ClassRhythm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "segment",
                    models.CharField(
                        choices=[("direct", "Direct customer"), ("distributor", "Distributor")],
                        max_length=12,
                        verbose_name="segment",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("core", "Core"), ("growth", "High-growth"), ("ordinary", "Ordinary")],
                        max_length=10,
                        verbose_name="class",
                    ),
                ),
                ("least", models.PositiveSmallIntegerField(default=0)),
                ("short", models.PositiveSmallIntegerField(default=0)),
                ("mid", models.PositiveSmallIntegerField(default=0)),
                ("long", models.PositiveSmallIntegerField(default=0)),
                ("other", models.PositiveSmallIntegerField(default=0)),
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
            options={
                "constraints": [models.UniqueConstraint(fields=("segment", "level"), name="rhythm_once")],
            },
        ),
        migrations.CreateModel(
            name="ClassRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "segment",
                    models.CharField(
                        choices=[("direct", "Direct customer"), ("distributor", "Distributor")],
                        max_length=12,
                        verbose_name="segment",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("core", "Core"), ("growth", "High-growth"), ("ordinary", "Ordinary")],
                        max_length=10,
                        verbose_name="class",
                    ),
                ),
                ("definition", models.CharField(max_length=200, verbose_name="definition")),
                ("definition_zh", models.CharField(blank=True, max_length=200, verbose_name="definition in Chinese")),
                ("outline", models.CharField(blank=True, max_length=200, verbose_name="outline of the profile")),
                ("outline_zh", models.CharField(blank=True, max_length=200, verbose_name="outline in Chinese")),
                ("required", models.JSONField(default=list, verbose_name="required fields")),
                ("deal_months", models.PositiveSmallIntegerField(default=0)),
                ("deal_lines", models.JSONField(default=list)),
                ("lead", models.BooleanField(default=False)),
                ("contract", models.BooleanField(default=False)),
                ("contact_days", models.PositiveSmallIntegerField(default=0)),
                ("checked", models.BooleanField(default=False)),
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
            options={
                "constraints": [models.UniqueConstraint(fields=("segment", "level"), name="class_once")],
            },
        ),
        migrations.CreateModel(
            name="Ownership",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="ownership",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="owned since")),
                ("extended_until", models.DateTimeField(null=True)),
                (
                    "review_after",
                    models.DateTimeField(help_text="a granted review suspends reviews until then", null=True),
                ),
                (
                    "counts_after",
                    models.DateTimeField(help_text="invalid follow-ups are counted from then on", null=True),
                ),
                (
                    "spared_until",
                    models.DateTimeField(help_text="restored by an undo and not released again before then", null=True),
                ),
                ("reminded_for", models.DateTimeField(help_text="the deadline the owner was reminded of", null=True)),
                ("release_at", models.DateTimeField(verbose_name="deadline")),
                ("remind_at", models.DateTimeField()),
                ("review_at", models.DateTimeField()),
                ("rule", models.CharField(blank=True, max_length=20)),
                ("contacted_at", models.DateTimeField(null=True)),
                ("policy_version", models.BigIntegerField(null=True)),
                ("contact_due_at", models.DateTimeField(help_text="when the rule “no contact” is due", null=True)),
                (
                    "coming_at",
                    models.DateTimeField(
                        help_text="the deadline under a change of the rules that is approved but not yet in force",
                        null=True,
                    ),
                ),
                ("coming_from", models.DateField(help_text="the day from which that change applies", null=True)),
                (
                    "coming_contact_at",
                    models.DateTimeField(help_text="when “no contact” is due under that change", null=True),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.department"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["release_at", "customer"], name="ownership_release"),
                    models.Index(fields=["remind_at", "customer"], name="ownership_remind"),
                    models.Index(fields=["review_at", "customer"], name="ownership_review"),
                    models.Index(fields=["owner", "release_at", "customer"], name="ownership_owner"),
                    models.Index(fields=["department", "release_at", "customer"], name="ownership_department"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["department", "-id"], name="customer_department"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["department", "-last_followup_at", "-id"], name="customer_followed"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("pooled_at__isnull", False)),
                fields=["department", "-pooled_at", "-id"],
                name="customer_pool",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("pooled_at__isnull", False)), fields=["-pooled_at", "-id"], name="customer_pool_all"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["type", "id"], name="customer_type"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["site", "id"], name="customer_site"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["trade", "id"], name="customer_trade"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["category", "id"], name="customer_category"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["source", "id"], name="customer_source"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("file_number", ""), _negated=True),
                fields=["file_number"],
                name="customer_file_number",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(condition=models.Q(("vip", True)), fields=["department", "-id"], name="customer_vip"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("level", ""), _negated=True), fields=["level", "id"], name="customer_class"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(condition=models.Q(("stage", "official")), fields=["id"], name="customer_official"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["sort_name", "id"], name="customer_sorted"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("removed_at__isnull", False)),
                fields=["created_by", "-removed_at"],
                name="customer_removed",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Upper("code"),
                name="customer_code_alike",
                violation_error_message="A customer with this code already exists.",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("file_number", ""), _negated=True),
                fields=("file_number",),
                name="customer_file_once",
            ),
        ),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
