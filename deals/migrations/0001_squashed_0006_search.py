"""All up to 0006_search in one step: what a new installation starts with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from deals.domain import default_pipelines

from . import _search_indexes as search_indexes


def enter(apps, schema_editor):
    default_pipelines.ensure(apps.get_model("deals", "Pipeline"), apps.get_model("deals", "Stage"))
    default_pipelines.ensure_limits(apps.get_model("deals", "DiscountLimit"), apps.get_model("accounts", "Role"))
    search_indexes.put_up(schema_editor)


class Migration(migrations.Migration):
    replaces = [
        ("deals", "0001_initial"),
        ("deals", "0002_plans"),
        ("deals", "0003_presets"),
        ("deals", "0004_stage_switch"),
        ("deals", "0005_words2"),
        ("deals", "0006_search"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0014_words2"),
        ("accounts", "__first__"),
        ("customers", "0001_squashed_0025_tax_id"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="project")),
                (
                    "intention",
                    models.TextField(
                        help_text="What does the customer want, and why from us?", verbose_name="intention"
                    ),
                ),
                ("details", models.TextField(blank=True, verbose_name="details")),
                ("stage_since", models.DateTimeField(editable=False)),
                (
                    "line",
                    models.CharField(
                        choices=[("short", "Short line"), ("mid", "Mid line"), ("long", "Long line")],
                        default="short",
                        max_length=8,
                        verbose_name="line",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="amount")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("expected_close", models.DateField(verbose_name="expected closing")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("won", "Won"), ("lost", "Lost")],
                        default="open",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("close_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("competitor", models.CharField(blank=True, max_length=120, verbose_name="competitor")),
                ("next_step", models.CharField(blank=True, max_length=300, verbose_name="next step")),
                ("update_due", models.DateField(editable=False, verbose_name="next update")),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
            ],
            options={
                "ordering": ["expected_close", "id"],
            },
        ),
        migrations.CreateModel(
            name="DealToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(db_index=True, max_length=12)),
                (
                    "deal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="deals.deal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DiscountLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="discount up to (%)")),
                (
                    "role",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="discount_limit",
                        to="accounts.role",
                        verbose_name="role",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pipeline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=80, verbose_name="name in Chinese")),
                (
                    "standard",
                    models.BooleanField(default=False, verbose_name="used by departments without their own choice"),
                ),
                (
                    "departments",
                    models.ManyToManyField(
                        blank=True, related_name="pipelines", to="accounts.department", verbose_name="departments"
                    ),
                ),
            ],
            options={
                "ordering": ["-standard", "key"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("standard", True)), fields=("standard",), name="one_standard_pipeline"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid to")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_lists",
                        to="accounts.department",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "ordering": ["-valid_from", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="name in Chinese")),
                ("specification", models.CharField(blank=True, max_length=200, verbose_name="specification")),
                ("unit", models.CharField(max_length=20, verbose_name="unit")),
                ("active", models.BooleanField(default=True, verbose_name="available")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"active": True, "kind": "category"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.listitem",
                        verbose_name="product category",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="price")),
                (
                    "price_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="prices", to="deals.pricelist"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="deals.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("price_list", "product"), name="price_once")],
            },
        ),
        migrations.CreateModel(
            name="DealProduct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantity")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="products", to="deals.deal"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("deal", "product"), name="deal_product_once")],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("outline", models.TextField(verbose_name="what happened")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="result of the last next step")),
                ("next_step", models.CharField(blank=True, max_length=300, verbose_name="next step")),
                ("changes", models.JSONField(default=dict)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="progress", to="deals.deal"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["deal", "-at", "-id"], name="progress_deal"),
                    models.Index(fields=["-at"], name="progress_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("waiting", "Discount waiting for approval"),
                            ("approved", "Approved"),
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("rejected", "Not accepted"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("total", models.DecimalField(decimal_places=2, default=0, max_digits=16, verbose_name="total")),
                ("valid_until", models.DateField(verbose_name="valid until")),
                ("terms", models.TextField(blank=True, verbose_name="terms")),
                ("created_at", models.DateTimeField(editable=False)),
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
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quotes", to="deals.deal"
                    ),
                ),
                (
                    "price_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.pricelist",
                        verbose_name="price list",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [models.Index(fields=["-created_at", "-id"], name="quote_newest")],
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantity")),
                ("list_price", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="list price")),
                (
                    "discount",
                    models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="discount (%)"),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="amount")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="deals.quote"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SalesPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "span",
                    models.CharField(
                        choices=[("month", "Month"), ("quarter", "Quarter")],
                        default="month",
                        max_length=8,
                        verbose_name="for a",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="target amount")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("new_customers", models.PositiveIntegerField(default=0, verbose_name="new customers")),
                ("visits", models.PositiveIntegerField(default=0, verbose_name="visits")),
                ("note", models.TextField(verbose_name="how to reach it")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "With the manager for review"),
                            ("accepted", "Accepted"),
                            ("returned", "Sent back"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("decision", models.TextField(blank=True, verbose_name="decision")),
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
                    "department",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_plans",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-id"],
                "indexes": [models.Index(fields=["department", "starts_on", "span"], name="plan_department")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "span", "starts_on"), name="one_plan_a_period")
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="stage")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=60, verbose_name="name in Chinese")),
                ("probability", models.PositiveSmallIntegerField(default=0, verbose_name="probability (%)")),
                (
                    "conditions",
                    models.JSONField(
                        default=list, help_text="keys of deals.domain.stages.CONDITIONS", verbose_name="needed to enter"
                    ),
                ),
                ("update_days", models.PositiveSmallIntegerField(default=14, verbose_name="update every (days)")),
                ("active", models.BooleanField(default=True, editable=False, verbose_name="available")),
                (
                    "pipeline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="deals.pipeline"
                    ),
                ),
            ],
            options={
                "ordering": ["pipeline", "number"],
                "constraints": [models.UniqueConstraint(fields=("pipeline", "number"), name="stage_once")],
            },
        ),
        migrations.AddField(
            model_name="deal",
            name="stage",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deals",
                to="deals.stage",
                verbose_name="stage",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("status", "open")), fields=["owner", "expected_close", "id"], name="deal_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("status", "open")),
                fields=["department", "expected_close", "id"],
                name="deal_department",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("status", "open"), _negated=True),
                fields=["department", "-closed_at"],
                name="deal_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(condition=models.Q(("status", "open")), fields=["update_due"], name="deal_update_due"),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(fields=["customer", "-id"], name="deal_customer"),
        ),
        migrations.AddConstraint(
            model_name="deal",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="deal_amount"),
        ),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
