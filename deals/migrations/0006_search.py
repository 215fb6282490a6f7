import django.db.models.deletion
from django.db import migrations, models

from crm_project.lib.name_tokens import name_tokens

AT_ONCE = 2000
from . import _search_indexes as search_indexes


def forwards(apps, schema_editor):
    search_indexes.put_up(schema_editor)
    tokens, rows = apps.get_model("deals", "DealToken"), []
    for pk, name in apps.get_model("deals", "Deal").objects.order_by("pk").values_list("pk", "name").iterator():
        rows += [tokens(token=token, deal_id=pk) for token in name_tokens(name)]
        if len(rows) >= AT_ONCE:
            tokens.objects.bulk_create(rows)
            rows = []
    tokens.objects.bulk_create(rows)


def backwards(apps, schema_editor):
    search_indexes.take_down(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("deals", "0005_words2")]
    operations = [
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
        migrations.RunPython(forwards, backwards),
    ]
