from django.db import migrations, models

CONFERENCE = ("Industry conference", "行业会议")


def add_source(apps, schema_editor):
    """Prospects from conferences are recorded with their source; a company that has no lists yet gets them all later."""
    entries = apps.get_model("customers", "ListItem").objects.filter(kind="source")
    if entries.exists() and not entries.filter(name=CONFERENCE[0]).exists():
        last = entries.order_by("-position").values_list("position", flat=True).first()
        entries.create(kind="source", name=CONFERENCE[0], name_zh=CONFERENCE[1], position=last + 1)


class Migration(migrations.Migration):
    dependencies = [("customers", "0010_coming_deadline")]

    operations = [
        migrations.AddField("customer", "needs", models.CharField(blank=True, max_length=500, verbose_name="needs")),
        migrations.AddField(
            "customer", "needs_on", models.DateField(editable=False, null=True, verbose_name="needs as of")
        ),
        migrations.RunPython(add_source, migrations.RunPython.noop),
    ]
