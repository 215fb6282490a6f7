import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A tick was no paper: from here on copies with their dates are kept, and a director's exception with its reason."""

    dependencies = [
        ("customers", "0001_initial"),
        ("ratings", "0002_digest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField("papers", "licence_at"),
        migrations.RemoveField("papers", "licence_by"),
        migrations.RemoveField("papers", "representative_at"),
        migrations.RemoveField("papers", "representative_by"),
        migrations.AddField(
            "papers", "exception_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")
        ),
        migrations.AddField(
            "papers",
            "exception_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("papers", "exception_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="PaperFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("licence", "Business licence"),
                            ("representative", "Identity of the legal representative"),
                        ],
                        max_length=16,
                        verbose_name="paper",
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="date on the paper")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_files",
                        to="customers.customer",
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
