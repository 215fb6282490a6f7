from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
GRANTS = {
    "rep": {"service.view": "own", "service.record": "own"},
    "manager": {"service.view": "below", "service.record": "below"},
    "director": {"service.view": "below", "service.record": "below"},
    "general_manager": {"service.view": "all", "service.record": "all", "service.manage": "all"},
    "service": {"service.view": "all", "service.record": "all"},
    "service_manager": {"service.view": "all", "service.record": "all", "service.manage": "all"},
    "auditor": {"service.view": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_share_filters")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
