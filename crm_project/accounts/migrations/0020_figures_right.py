from django.db import migrations

# What the right new in this version grants to the built-in roles; a right that an admin gave or took already stays.
GRANTS = {
    "rep": "own",
    "manager": "below",
    "director": "below",
    "general_manager": "all",
    "service": "own",
    "service_manager": "below",
    "hr": "all",
    "auditor": "all",
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {"figures.view": GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0019_remedial_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
