from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
SENT = ("questionnaire.send", "questionnaire.results")
KEPT = ("questionnaire.manage", "questionnaire.answers", "questionnaire.export")
GRANTS = {
    "rep": dict.fromkeys(SENT, "own"),
    "manager": dict.fromkeys(SENT, "below"),
    "director": dict.fromkeys(SENT, "below"),
    "general_manager": dict.fromkeys((*SENT, *KEPT), "all"),
    "service": dict.fromkeys(SENT, "all"),
    "service_manager": dict.fromkeys((*SENT, *KEPT), "all"),
    "auditor": {"questionnaire.results": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0017_service_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
