from django.db import migrations, models

from crm_project.lib.sort_names import fill


def forwards(apps, schema_editor):
    company = apps.get_model("customers", "Customer")
    fill(company, ("name", "kind"), lambda row: row.kind == "individual", schema_editor.connection)
    fill(apps.get_model("customers", "Contact"), ("name",), lambda row: True, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("customers", "0017_lookup_by_code")]
    operations = [
        migrations.AddField("customer", "sort_name", models.CharField(default="", editable=False, max_length=80)),
        migrations.AddField("contact", "sort_name", models.CharField(default="", editable=False, max_length=80)),
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.AddIndex("customer", models.Index(fields=["sort_name", "id"], name="customer_sorted")),
    ]
