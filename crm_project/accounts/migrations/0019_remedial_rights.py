from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
GRANTS = {
    "general_manager": {"remedial.approve": "all"},
    "service": {"remedial.draft": "all"},
    "service_manager": {"remedial.draft": "all", "remedial.review": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0018_questionnaire_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
