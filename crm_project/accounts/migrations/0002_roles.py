from django.db import migrations

from crm_project.accounts.domain.default_roles import ensure


def forwards(apps, schema_editor):
    ensure(apps.get_model("accounts", "Role"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
