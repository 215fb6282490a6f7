from django.db import migrations

# What the right new in this version grants to the built-in roles; a right that an admin gave or took already stays.
GRANTS = {
    "rep": "own",
    "manager": "below",
    "director": "below",
    "general_manager": "all",
    "hr": "all",
    "auditor": "all",
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {"analysis.view": GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0027_appraisal_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
