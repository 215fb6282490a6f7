from django.db import migrations

# What the rights new in this version grant to the built-in roles; a right that an admin gave or took already stays.
GRANTS = {
    "rep": {"deal.view": "own", "deal.work": "own", "expense.record": "own", "rating.view": "own", "rating.sales": "own"},
    "manager": {"deal.view": "below", "deal.work": "below", "expense.record": "below", "rating.view": "below", "rating.sales": "below"},
    "director": {"deal.view": "below", "deal.work": "below", "expense.record": "below", "rating.view": "below", "rating.sales": "below"},
    "general_manager": {
        "deal.view": "all", "deal.work": "all", "expense.record": "all", "rating.view": "all", "rating.sales": "all", "product.manage": "all",
        "text.approve": "all", "rating.manage": "all",
    },
    "finance": {"payment.record": "all", "rating.view": "all", "rating.finance": "all", "expense.record": "own"},
    "auditor": {"deal.view": "all", "rating.view": "all"},
    "admin": {"product.manage": "all", "rating.manage": "all"},
}


def grant(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(builtin=True, key__in=GRANTS):
        role.grants = {**GRANTS[role.key], **role.grants}
        role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_invitations")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
