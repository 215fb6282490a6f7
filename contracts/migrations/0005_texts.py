from django.db import migrations
from django.utils import timezone

from contracts.domain.texts.default_texts import ensure


def enter(apps, schema_editor):
    ensure(apps.get_model("contracts", "ContractText"), timezone.now())


class Migration(migrations.Migration):
    dependencies = [("contracts", "0004_preparation"), ("customers", "0007_contract_types")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
