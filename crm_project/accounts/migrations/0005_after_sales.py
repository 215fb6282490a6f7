from django.db import migrations

# Who looks after official customers; a right that an admin gave or took already stays.
ROLES = ("service", "service_manager", "general_manager")


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=ROLES):
        role.grants = {"after_sales.work": "all", **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_selling_rights")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
