from django.db import migrations

from deals.domain.default_pipelines import ensure, ensure_limits


def forwards(apps, schema_editor):
    ensure(apps.get_model("deals", "Pipeline"), apps.get_model("deals", "Stage"))
    ensure_limits(apps.get_model("deals", "DiscountLimit"), apps.get_model("accounts", "Role"))


class Migration(migrations.Migration):
    dependencies = [("deals", "0002_plans"), ("accounts", "0004_selling_rights")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
