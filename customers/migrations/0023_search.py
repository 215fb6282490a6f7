import django.db.models.deletion
from django.db import migrations, models

from customers.rules import names
from . import _search_indexes as search_indexes


def forwards(apps, schema_editor):
    search_indexes.put_up(schema_editor)
    former, grams = apps.get_model("customers", "FormerName"), apps.get_model("customers", "NameGram")
    customers = apps.get_model("customers", "Customer").objects
    renamed = apps.get_model("audit", "Entry").objects.filter(action="customer.changed", changes__has_key="name")
    for pk, changes, at in renamed.order_by("pk").values_list("customer_id", "changes", "at").iterator():
        name = (changes["name"] or [None])[0]
        if not name or not customers.filter(pk=pk).exists():
            continue
        former.objects.create(customer_id=pk, name=name[:160], name_key=names.key(name)[:200], until=at)
        known = set(grams.objects.filter(customer_id=pk).values_list("gram", flat=True))
        wanted = [gram for gram in names.gram_list(names.split(name)) if gram not in known]
        grams.objects.bulk_create(grams(gram=gram, customer_id=pk) for gram in wanted)


def backwards(apps, schema_editor):
    search_indexes.take_down(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("customers", "0022_words2"), ("audit", "0003_no_truncate")]
    operations = [
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
            options={"ordering": ["-until", "-id"]},
        ),
        migrations.RunPython(forwards, backwards),
    ]
