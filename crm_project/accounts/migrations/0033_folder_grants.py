from django.db import migrations


def grant(apps, schema_editor):
    """The file keeper keeps the paper too; what an admin gave or took already stays."""
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key="file_keeper"):
        role.grants = {"folder.keep": "all", **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0032_folder_right")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
