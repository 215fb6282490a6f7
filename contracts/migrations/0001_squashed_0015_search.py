"""All up to 0015_search in one step: what a new installation starts with."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from contracts.domain.numbers import default_series
from contracts.domain.texts import default_texts

from . import _search_indexes as search_indexes


def enter(apps, schema_editor):
    default_texts.ensure(apps.get_model("contracts", "ContractText"), timezone.now())
    default_series.ensure(apps.get_model("contracts", "NumberSeries"))
    search_indexes.put_up(schema_editor)


class Migration(migrations.Migration):
    replaces = [
        ("contracts", "0001_initial"),
        ("contracts", "0002_newest"),
        ("contracts", "0003_money"),
        ("contracts", "0004_preparation"),
        ("contracts", "0005_texts"),
        ("contracts", "0006_expense_taken_back"),
        ("contracts", "0007_number_series"),
        ("contracts", "0008_assumed_day"),
        ("contracts", "0009_once"),
        ("contracts", "0010_identifiers"),
        ("contracts", "0011_line_discount"),
        ("contracts", "0012_idempotency_key"),
        ("contracts", "0013_commission_share"),
        ("contracts", "0014_words2"),
        ("contracts", "0015_search"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("customers", "0001_squashed_0025_tax_id"),
        ("deals", "0001_squashed_0006_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="Numbers begin with it: HT gives HT-2026-0001. It can't be changed later.",
                        max_length=8,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z][A-Z0-9]*$", "Capital letters and digits only, a letter first."
                            )
                        ],
                        verbose_name="prefix",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=60, verbose_name="name in Chinese")),
                ("active", models.BooleanField(default=True, verbose_name="available")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        error_messages={"unique": "A contract with this number already exists."},
                        max_length=40,
                        unique=True,
                        verbose_name="number",
                    ),
                ),
                ("signed_at", models.DateTimeField(verbose_name="signed")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="amount")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("type", models.CharField(blank=True, max_length=60, verbose_name="type")),
                ("payment_method", models.CharField(blank=True, max_length=60, verbose_name="payment method")),
                ("line", models.CharField(blank=True, max_length=60, verbose_name="line")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("confirmed", "Confirmed"), ("void", "Void")],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="payment due")),
                ("paid_amount", models.DecimalField(decimal_places=2, default=0, max_digits=16, verbose_name="paid")),
                ("drawn", models.BooleanField(default=False, editable=False)),
                ("series", models.CharField(blank=True, editable=False, max_length=8, verbose_name="series")),
                ("series_year", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("series_no", models.PositiveIntegerField(editable=False, null=True)),
                ("signing_known", models.BooleanField(default=True, editable=False)),
                (
                    "buyer",
                    models.CharField(
                        blank=True,
                        help_text="The company that signs, as on its licence.",
                        max_length=120,
                        verbose_name="buyer",
                    ),
                ),
                ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="unified social credit code")),
                ("signatory", models.CharField(blank=True, max_length=60, verbose_name="signatory")),
                ("terms", models.TextField(blank=True, max_length=4000, verbose_name="attachments and other terms")),
                (
                    "promises",
                    models.CharField(
                        blank=True,
                        choices=[("none", "No"), ("some", "Yes")],
                        max_length=6,
                        verbose_name="gifts and promises",
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("stage_before", models.CharField(blank=True, editable=False, max_length=12)),
                ("stage_since_before", models.DateTimeField(editable=False, null=True)),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("void_reason", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.quote",
                        verbose_name="quote",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
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
                "ordering": ["-signed_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ContractFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("scan", "Signed and stamped scan"),
                            ("evidence", "Evidence of a check"),
                            ("paper", "Document"),
                            ("other", "Attachment"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("file", models.FileField(upload_to="contracts/%Y/%m/")),
                ("name", models.CharField(max_length=160)),
                ("size", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
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
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="contracts.contract"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=["contract", "kind"],
                        name="contract_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="product")),
                ("specification", models.CharField(blank=True, max_length=200, verbose_name="specification")),
                ("quality", models.CharField(blank=True, max_length=120, verbose_name="quality")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantity")),
                ("price", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="price per unit")),
                (
                    "discount",
                    models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="discount in %"),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="amount")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="contracts.contract"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "ordering": ["contract", "id"],
            },
        ),
        migrations.CreateModel(
            name="ContractText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "简体中文"), ("en", "English")],
                        default="zh-hans",
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="version")),
                ("title", models.CharField(max_length=120, verbose_name="contract title")),
                ("clauses", models.JSONField(default=dict, help_text="clause -> text with {blanks}")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("approved", "Approved by legal"), ("retired", "Retired")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("drafted_at", models.DateTimeField(editable=False)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
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
                "ordering": ["name", "language", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "language", "version"), name="contract_text_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="contract",
            name="text",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contracts",
                to="contracts.contracttext",
                verbose_name="text",
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=30, verbose_name="field")),
                ("old", models.CharField(max_length=200, verbose_name="before")),
                ("new", models.CharField(max_length=200, verbose_name="after")),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("at", models.DateTimeField(editable=False)),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="contracts.contract"
                    ),
                ),
            ],
            options={
                "ordering": ["contract", "-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("planned_on", models.DateField(verbose_name="planned")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="delivered")),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=16, verbose_name="amount")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="contracts.contract"
                    ),
                ),
                (
                    "entered_by",
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
                "verbose_name_plural": "deliveries",
                "ordering": ["contract", "planned_on", "id"],
                "indexes": [models.Index(fields=["contract", "planned_on"], name="delivery_contract")],
            },
        ),
        migrations.CreateModel(
            name="Expense",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("visit", "Visit"), ("gift", "Gift"), ("other", "Other")],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("spent_on", models.DateField(verbose_name="day")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("what", models.CharField(max_length=200, verbose_name="purpose")),
                ("file", models.FileField(upload_to="receipts/%Y/%m/")),
                ("file_name", models.CharField(max_length=160)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("claimed_at", models.DateTimeField(editable=False)),
                ("idempotency_key", models.CharField(editable=False, max_length=40, null=True, unique=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("decision", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "claimant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="claimant",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "decided_by",
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
                "ordering": ["-spent_on", "-id"],
                "indexes": [
                    models.Index(fields=["claimant", "-spent_on", "-id"], name="expense_mine"),
                    models.Index(fields=["-spent_on", "-id"], name="expense_newest"),
                    models.Index(fields=["customer"], name="expense_customer"),
                ],
                "constraints": [models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="expense_amount")],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="part")),
                ("label", models.CharField(blank=True, max_length=80, verbose_name="for")),
                ("due_on", models.DateField(verbose_name="due")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="amount")),
                (
                    "paid",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="paid"
                    ),
                ),
                ("paid_on", models.DateField(editable=False, null=True, verbose_name="fully paid")),
                ("assumed", models.BooleanField(default=False, editable=False)),
                ("excused_until", models.DateField(editable=False, null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instalments", to="contracts.contract"
                    ),
                ),
            ],
            options={
                "ordering": ["contract", "number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("paid__lt", models.F("amount"))), fields=["due_on"], name="instalment_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="instalment_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="instalment_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("paid__gte", 0), ("paid__lte", models.F("amount"))), name="instalment_paid"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=120, verbose_name="expected document")),
                ("signed_copy", models.BooleanField(default=False, editable=False)),
                ("due_on", models.DateField(verbose_name="due")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="received")),
                ("excused_until", models.DateField(editable=False, null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="contracts.contract"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contractfile",
                    ),
                ),
            ],
            options={
                "ordering": ["contract", "due_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("received_on__isnull", True)), fields=["due_on"], name="paper_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartyCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("legal_person", "Legal person"),
                            ("trade", "Right to trade"),
                            ("ability", "Ability and credit"),
                            ("authority", "Signatory's authority"),
                        ],
                        max_length=12,
                        verbose_name="check",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Not checked yet"), ("good", "Passed"), ("bad", "Not passed")],
                        default="open",
                        max_length=6,
                        verbose_name="status",
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="evidence")),
                ("at", models.DateTimeField(editable=False, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="contracts.contract"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contractfile",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("contract", "kind"), name="party_check_once")],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_on", models.DateField(verbose_name="received")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="amount")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="bank reference")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "allocated",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="matched"
                    ),
                ),
                ("entered_at", models.DateTimeField(editable=False)),
                ("idempotency_key", models.CharField(editable=False, max_length=40, null=True, unique=True)),
                ("voided_at", models.DateTimeField(editable=False, null=True)),
                ("void_reason", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opening_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="contracts.contract",
                    ),
                ),
                (
                    "voided_by",
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
                "ordering": ["-received_on", "-id"],
                "indexes": [
                    models.Index(fields=["-received_on", "-id"], name="payment_newest"),
                    models.Index(fields=["customer", "-received_on"], name="payment_customer"),
                    models.Index(
                        condition=models.Q(("allocated__lt", models.F("amount")), ("voided_at__isnull", True)),
                        fields=["-received_on", "-id"],
                        name="payment_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("allocated__gte", 0), ("allocated__lte", models.F("amount"))),
                        name="payment_allocated",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper("reference"),
                        condition=models.Q(models.Q(("reference", ""), _negated=True), ("voided_at__isnull", True)),
                        name="payment_reference_alike",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="amount")),
                (
                    "instalment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="contracts.instalment",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="contracts.payment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "instalment"), name="allocation_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="allocation_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("gift", "Gift"), ("promise", "Promise")], max_length=8, verbose_name="kind"
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="value"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promise_rows",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "ordering": ["contract", "id"],
            },
        ),
        migrations.CreateModel(
            name="CommissionShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="share (%)")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("decided_at", models.DateTimeField(editable=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
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
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="contracts.contract"
                    ),
                ),
            ],
            options={
                "db_table": "contracts_creditshare",
                "ordering": ["contract", "-share", "id"],
                "indexes": [models.Index(fields=["user"], name="credit_of_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "user"), name="credit_once"),
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lte", 100)), name="credit_share"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BadDebt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="amount")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("declared_on", models.DateField(verbose_name="declared")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("cleared_on", models.DateField(editable=False, null=True, verbose_name="cleared")),
                (
                    "cleared_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bad_debts",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bad_debts",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
            ],
            options={
                "ordering": ["-declared_on", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("cleared_on__isnull", True)), fields=["customer"], name="bad_debt_standing"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("status", "confirmed")),
                fields=["customer", "-signed_at"],
                name="contract_confirmed",
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["-signed_at", "-id"], name="contract_newest"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Upper("number"),
                name="contract_number_alike",
                violation_error_message="A contract with this number already exists.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.UniqueConstraint(
                condition=models.Q(("series_no__isnull", False)),
                fields=("series", "series_year", "series_no"),
                name="contract_number_once",
            ),
        ),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
