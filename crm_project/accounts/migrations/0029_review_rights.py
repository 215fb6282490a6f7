from django.db import migrations

# What the right new in this version grants to the built-in roles; a right that an admin gave or took already stays.
_BELOW = {"customer.review": "below"}
GRANTS = {
    "manager": _BELOW,
    "director": _BELOW,
    "general_manager": {"customer.review": "all"},
    "file_keeper": {"customer.review": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0028_analysis_right")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
