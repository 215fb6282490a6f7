import django.core.validators
from django.db import migrations, models

from contracts.domain.numbers.default_series import ensure


def enter(apps, schema_editor):
    ensure(apps.get_model("contracts", "NumberSeries"))


class Migration(migrations.Migration):
    dependencies = [("contracts", "0006_expense_taken_back")]
    operations = [
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="Numbers begin with them: HT gives HT-2026-0001. They never change.",
                        max_length=8,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z][A-Z0-9]*$", "Capital letters and digits only, a letter first.")
                        ],
                        verbose_name="prefix",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=60, verbose_name="name in Chinese")),
                ("active", models.BooleanField(default=True, verbose_name="offered")),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.RunPython(enter, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="contract",
            name="series",
            field=models.CharField(blank=True, editable=False, max_length=8, verbose_name="series"),
        ),
    ]
