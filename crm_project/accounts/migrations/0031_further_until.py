from django.db import migrations, models


def fill(apps, schema_editor):
    """The earliest last day of what each person has beside their role."""
    earliest = {}
    open_rights = apps.get_model("accounts", "FurtherRight").objects.filter(ended_at=None).exclude(until=None)
    for person_id, until in open_rights.values_list("person_id", "until"):
        earliest[person_id] = min(until, earliest.get(person_id, until))
    for person_id, until in earliest.items():
        apps.get_model("accounts", "User").objects.filter(pk=person_id).update(further_until=until)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0030_further_rights"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="further_until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
