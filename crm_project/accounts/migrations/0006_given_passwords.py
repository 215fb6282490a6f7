from django.db import migrations, models


def demand_second_factor(apps, schema_editor):
    """Where a company works already, the roles that reach furthest sign in with a second factor from now on."""
    people = apps.get_model("accounts", "User").objects
    if people.exists() and not people.filter(email__endswith="@sunrise.example").exists():
        roles = apps.get_model("accounts", "Role").objects
        roles.filter(builtin=True, key__in=["admin", "finance", "general_manager"]).update(second_factor=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_after_sales")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(default=False, editable=False, verbose_name="must change the password"),
        ),
        migrations.RunPython(demand_second_factor, migrations.RunPython.noop),
    ]
