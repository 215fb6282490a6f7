"""All up to 0006_words2 in one step: what a new installation starts with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("ratings", "0001_first"),
        ("ratings", "0002_digest"),
        ("ratings", "0003_papers_as_files"),
        ("ratings", "0004_quality_feedback"),
        ("ratings", "0005_key_status"),
        ("ratings", "0006_words2"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("customers", "0001_squashed_0025_tax_id"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("quarter", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closes_on", models.DateField(null=True, verbose_name="sheets close")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("graded_at", models.DateTimeField(null=True)),
                ("position", models.BigIntegerField(default=0)),
                ("running_since", models.DateTimeField(null=True)),
                ("touched_at", models.DateTimeField(null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("figures", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-quarter"],
            },
        ),
        migrations.CreateModel(
            name="Papers",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="papers",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("exception_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("exception_at", models.DateTimeField(null=True)),
                (
                    "exception_by",
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
            name="Scorecard",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "holds_from",
                    models.CharField(
                        help_text="the first quarter that is rated by it", max_length=6, verbose_name="valid from"
                    ),
                ),
                ("body", models.JSONField()),
                ("note", models.CharField(max_length=200, verbose_name="what changed and why")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["segment", "-number"],
                "constraints": [models.UniqueConstraint(fields=("segment", "number"), name="scorecard_once")],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=6, verbose_name="quarter")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("latest", models.BooleanField(default=True)),
                (
                    "segment",
                    models.CharField(
                        choices=[("direct", "Direct customer"), ("distributor", "Distributor")],
                        max_length=12,
                        verbose_name="segment",
                    ),
                ),
                ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="points")),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("AAA", "AAA"), ("AA", "AA"), ("A", "A"), ("B", "B"), ("C", "C"), ("", "No grade")],
                        max_length=3,
                        verbose_name="grade",
                    ),
                ),
                ("why", models.JSONField(default=list)),
                ("lines", models.JSONField(default=dict)),
                ("changes", models.JSONField(default=dict)),
                ("digest", models.CharField(editable=False, max_length=32)),
                ("missing", models.PositiveSmallIntegerField(default=0)),
                ("big", models.BooleanField(default=False, verbose_name="big customer")),
                ("key", models.BooleanField(default=False, verbose_name="key customer")),
                (
                    "last_year",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=18, verbose_name="purchases of last year"
                    ),
                ),
                ("at", models.DateTimeField()),
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="customers.customer"
                    ),
                ),
                (
                    "scorecard",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ratings.scorecard"
                    ),
                ),
            ],
            options={
                "ordering": ["customer", "-quarter", "-number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("latest", True)), fields=["quarter", "-points", "-id"], name="rating_listed"
                    ),
                    models.Index(
                        condition=models.Q(("latest", True)),
                        fields=["quarter", "grade", "-points", "-id"],
                        name="rating_by_grade",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "quarter", "number"), name="rating_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("latest", True)), fields=("customer", "quarter"), name="rating_latest"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearlyStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("revenue", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="revenue")),
                (
                    "profit",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="profit"),
                ),
                (
                    "assets",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="total assets"
                    ),
                ),
                (
                    "liabilities",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="total liabilities"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="remarks")),
                ("document", models.FileField(blank=True, upload_to="statements/%Y/%m/", verbose_name="document")),
                ("document_name", models.CharField(blank=True, max_length=160)),
                ("at", models.DateTimeField()),
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["customer", "year"],
                "constraints": [models.UniqueConstraint(fields=("customer", "year"), name="statement_once")],
            },
        ),
        migrations.CreateModel(
            name="Care",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("information", "Shared information"),
                            ("plan", "Joint plan"),
                            ("quality", "Quality feedback"),
                            ("support", "Sales support"),
                            ("first_deal", "First-deal support"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="details")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=300, verbose_name="result")),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="care", to="customers.customer"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["customer", "-at"], name="care_customer"),
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["kind", "customer"], name="care_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=6)),
                ("indicator", models.CharField(max_length=40)),
                ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="points")),
                (
                    "source",
                    models.CharField(
                        choices=[("hand", "Rated manually"), ("import", "Imported")], default="hand", max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField()),
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicator_scores",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["quarter", "customer"], name="score_quarter")],
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "quarter", "indicator"), name="score_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyStatus",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("key", "Key customer"),
                            ("ordinary", "Ordinary customer"),
                            ("potential", "Potential key customer"),
                        ],
                        max_length=10,
                        verbose_name="key-customer status",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("kept_for", models.CharField(blank=True, max_length=6)),
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
                "db_table": "ratings_standing",
                "indexes": [models.Index(fields=["kind", "customer"], name="standing_kind")],
            },
        ),
        migrations.CreateModel(
            name="PaperFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("licence", "Business licence"), ("representative", "ID of the legal representative")],
                        max_length=16,
                        verbose_name="type of document",
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="date of the document")),
                ("file", models.FileField(upload_to="papers/%Y/%m/", verbose_name="file")),
                ("name", models.CharField(max_length=160)),
                ("size", models.PositiveBigIntegerField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="paper_files", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("voided_at", None)), fields=["customer", "kind"], name="paper_there"
                    )
                ],
            },
        ),
    ]
