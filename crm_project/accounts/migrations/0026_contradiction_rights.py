from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
GRANTS = {
    "manager": {"contradiction.decide": "below"},
    "director": {"contradiction.decide": "below"},
    "general_manager": {"contradiction.decide": "all", "contradiction.rules": "all"},
    "hr": {"contradiction.rules": "all"},
    "admin": {"contradiction.rules": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0025_outing_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
