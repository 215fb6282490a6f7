from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
_WRITES = {"work_report.write": "own"}
GRANTS = {
    "rep": _WRITES,
    "manager": {**_WRITES, "work_report.read": "below"},
    "director": {**_WRITES, "work_report.read": "below"},
    "general_manager": {**_WRITES, "work_report.read": "all", "work_report.templates": "all"},
    "clerk": _WRITES,
    "file_keeper": _WRITES,
    "finance": _WRITES,
    "service": _WRITES,
    "service_manager": {**_WRITES, "work_report.read": "below"},
    "hr": {**_WRITES, "work_report.read": "all", "work_report.templates": "all"},
    "admin": {"work_report.templates": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_figures_right")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
