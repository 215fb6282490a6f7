from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
_WRITES = {"outing.write": "own"}
_HEADS = {**_WRITES, "outing.read": "below"}
GRANTS = {
    "rep": _WRITES,
    "manager": _HEADS,
    "director": {**_HEADS, "outing.positions": "below"},
    "general_manager": {**_WRITES, "outing.read": "all", "outing.positions": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0024_trip_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
