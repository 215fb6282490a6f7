from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
_OWN = {"appraisal.view": "own"}
_HEADS = {"appraisal.view": "below", "appraisal.correct": "below"}
GRANTS = {
    "rep": _OWN,
    "service": _OWN,
    "manager": _HEADS,
    "service_manager": _HEADS,
    "director": _HEADS,
    "general_manager": {
        "appraisal.view": "all",
        "appraisal.correct": "all",
        "appraisal.scheme": "all",
        "appraisal.export": "all",
    },
    "hr": {
        "appraisal.view": "all",
        "appraisal.correct": "all",
        "appraisal.scheme": "all",
        "appraisal.export": "all",
    },
    "auditor": {"appraisal.view": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0026_contradiction_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
