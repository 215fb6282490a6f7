from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
_WRITES = {"trip.write": "own"}
GRANTS = {
    "rep": _WRITES,
    "manager": {**_WRITES, "trip.read": "below"},
    "director": {**_WRITES, "trip.read": "below"},
    "general_manager": {**_WRITES, "trip.read": "all", "trip.rules": "all"},
    "hr": {"trip.read": "all", "trip.rules": "all"},
    "admin": {"trip.rules": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0023_spot_check_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
