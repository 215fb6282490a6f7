import django.db.models.deletion
from django.db import migrations, models

from crm_project.lib.database.beginning import create_indexes, drop_indexes
from customers.rules import names

_TWO = "欧阳 司马 诸葛 上官 司徒 东方 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 端木 歐陽 諸葛 東方".split()
INDEXES = {
    "contact_name_begin": "lower(name)",
    "contact_given_begin": (
        r"CASE WHEN name ~ '\s' THEN lower(regexp_replace(name, '^.*\s', ''))"
        f" WHEN left(name, 2) IN ({', '.join(repr(two) for two in _TWO)}) THEN lower(substr(name, 3))"
        " ELSE lower(substr(name, 2)) END"
    ),
    "contact_sound_begin": "regexp_replace(sort_name, '[^a-z]', '', 'g')",
}
TABLE = "customers_contact"


def forwards(apps, schema_editor):
    create_indexes(schema_editor.connection, TABLE, INDEXES)
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
    drop_indexes(schema_editor.connection, INDEXES)


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
