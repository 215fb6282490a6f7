"""The company's working days belong to the company, not to follow-ups; the table stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_sort_names")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="DayOverride",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="day")),
                        ("working", models.BooleanField(verbose_name="working day")),
                        ("note", models.CharField(blank=True, max_length=80, verbose_name="note")),
                    ],
                    options={"ordering": ["-day"], "db_table": "activities_dayoverride"},
                )
            ]
        )
    ]
