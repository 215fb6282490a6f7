from django.db import migrations

# Who shares saved filters, and how far; a right that an admin gave or took already stays.
ROLES = {"manager": "below", "director": "below", "general_manager": "all", "file_keeper": "all", "admin": "all"}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=ROLES):
        role.grants = {"filter.share": ROLES[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_personal_lists")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
