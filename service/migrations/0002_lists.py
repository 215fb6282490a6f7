from django.db import migrations

from service.domain import default_lists


def enter(apps, schema_editor):
    default_lists.ensure(*(apps.get_model("service", name) for name in ("OrderKind", "OrderCategory", "OrderCause")))


class Migration(migrations.Migration):
    dependencies = [("service", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
