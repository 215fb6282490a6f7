from django.db import migrations, models

from crm_project.lib.sort_names import fill


def forwards(apps, schema_editor):
    fill(apps.get_model("accounts", "User"), ("full_name",), lambda row: True, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_company_settings")]
    operations = [
        migrations.AddField("user", "sort_name", models.CharField(default="", editable=False, max_length=80)),
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.AlterModelOptions("user", {"ordering": ["sort_name", "username"]}),
    ]
