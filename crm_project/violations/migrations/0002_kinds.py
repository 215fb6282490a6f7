from django.db import migrations

from crm_project.violations.domain import kinds


def fill(apps, schema_editor):
    kinds.ensure(apps.get_model("violations", "ViolationKind"))


class Migration(migrations.Migration):
    dependencies = [("violations", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
