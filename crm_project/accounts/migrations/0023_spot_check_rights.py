from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
_OWN = {"spot_check.view": "own"}
_BELOW = {"spot_check.view": "below", "spot_check.manage": "below", "spot_check.decide": "below"}
GRANTS = {
    "rep": _OWN,
    "manager": _BELOW,
    "director": _BELOW,
    "general_manager": {key: "all" for key in _BELOW},
    "service": _OWN,
    "service_manager": _BELOW,
    "hr": {"spot_check.view": "all", "spot_check.manage": "all"},
    "auditor": {"spot_check.view": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0022_work_report_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
