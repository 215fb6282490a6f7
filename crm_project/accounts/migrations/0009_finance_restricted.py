from django.db import migrations


def grant(apps, schema_editor):
    """Finance opens restricted files with a reason: what hangs on one now stands behind the same gate, its money included."""
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key="finance"):
        role.grants = {"customer.restricted": "all", **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_identifiers")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
