from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
SEES = {
    "rep": "own",
    "manager": "below",
    "director": "below",
    "general_manager": "all",
    "service": "own",
    "service_manager": "below",
    "hr": "all",
    "auditor": "all",
}
SETS = {"manager": "below", "director": "below", "general_manager": "all", "service_manager": "below"}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=SEES):
        sets = {"target.manage": SETS[role.key]} if role.key in SETS else {}
        role.grants = {"target.view": SEES[role.key], **sets, **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_figures_right")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
