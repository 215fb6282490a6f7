from django.db import migrations

from customers.domain.default_lists import ensure


def forwards(apps, schema_editor):
    ensure(apps.get_model("customers", "ListItem"))


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
