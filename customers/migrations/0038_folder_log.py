from django.db import migrations

from ._folder_log import put_up, take_down


def forwards(apps, schema_editor):
    put_up(schema_editor)


def backwards(apps, schema_editor):
    take_down(schema_editor)


def first_place(apps, schema_editor):
    """A company that runs already gets one place to begin with; a new one gets it with its other lists."""
    ListItem = apps.get_model("customers", "ListItem")
    if ListItem.objects.exists() and not ListItem.objects.filter(kind="place").exists():
        ListItem.objects.create(kind="place", name="File room", name_zh="档案室")


class Migration(migrations.Migration):
    dependencies = [("customers", "0037_paper_folders")]
    operations = [
        migrations.RunPython(first_place, migrations.RunPython.noop),
        migrations.RunPython(forwards, backwards),
    ]
