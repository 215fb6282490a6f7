from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
_WRITES = {"report.write": "own"}
GRANTS = {
    "rep": _WRITES,
    "manager": {**_WRITES, "report.read": "below"},
    "director": {**_WRITES, "report.read": "below"},
    "general_manager": {**_WRITES, "report.read": "all", "report.templates": "all"},
    "clerk": _WRITES,
    "file_keeper": _WRITES,
    "finance": _WRITES,
    "service": _WRITES,
    "service_manager": {**_WRITES, "report.read": "below"},
    "hr": {**_WRITES, "report.read": "all", "report.templates": "all"},
    "admin": {"report.templates": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0021_target_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
