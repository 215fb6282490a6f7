"""When an order was given to whoever has it: by rotation the one whose last is the oldest comes first."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce


def from_what_is_known(apps, schema_editor):
    orders = apps.get_model("service", "ServiceOrder").objects.using(schema_editor.connection.alias)
    orders.filter(assigned__isnull=False).update(assigned_at=Coalesce(F("accepted_at"), F("recorded_at")))


class Migration(migrations.Migration):
    dependencies = [
        ("service", "0008_remedial_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="serviceorder",
            name="assigned_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(from_what_is_known, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="serviceorder",
            index=models.Index(fields=["assigned", "-assigned_at"], name="order_given"),
        ),
        migrations.AlterField(
            model_name="visitplan",
            name="visitor",
            field=models.CharField(
                choices=[
                    ("service", "The customer's service person"),
                    ("least_busy", "By rotation: the person of service with the fewest visits"),
                    ("named", "One person"),
                    ("owner", "The customer's owner"),
                ],
                default="service",
                max_length=12,
                verbose_name="who",
            ),
        ),
    ]
