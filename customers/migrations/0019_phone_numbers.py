import django.db.models.deletion
from django.db import migrations, models

from . import _phone_triggers as phone_triggers


def forwards(apps, schema_editor):
    phone_triggers.put_up(schema_editor.connection)
    phone_triggers.fill(schema_editor.connection)


def backwards(apps, schema_editor):
    phone_triggers.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("customers", "0018_sort_names")]
    operations = [
        migrations.RemoveIndex("contact", "contact_mobile"),
        migrations.RemoveIndex("contact", "contact_phone"),
        migrations.RemoveIndex("customer", "customer_digits"),
        migrations.RemoveField("contact", "mobile_digits"),
        migrations.RemoveField("contact", "phone_digits"),
        migrations.RemoveField("customer", "phone_digits"),
        migrations.CreateModel(
            name="PhoneNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digits", models.CharField(editable=False, max_length=80)),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer"], name="phone_customer"),
                    models.Index(
                        condition=models.Q(("contact__isnull", False)), fields=["contact"], name="phone_contact"
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
