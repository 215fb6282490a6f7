from django.db import migrations, models

import crm_project.accounts.models.default_roles
from crm_project.accounts.models.default_roles import default_masks


def move(apps, schema_editor):
    """The shipped rules; how far a role saw the numbers of a VIP stays as an admin had set it."""
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.all():
        role.masks = default_masks(role.key)
        seen = role.grants.pop("customer.phone", None)
        role.masks["phone.vip"] = {**role.masks["phone.vip"], **({"shown": seen} if seen else {})}
        if not role.builtin:
            # A role that the company made saw every other number so far.
            role.masks["phone.all"] = {"shown": "all"}
        role.save(update_fields=["masks", "grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_finance_restricted")]
    operations = [
        migrations.AddField("role", "masks", models.JSONField(default=crm_project.accounts.models.default_roles.hidden_masks, editable=False)),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
