from django.db import migrations

from crm_project.accounts.domain.encryption import decrypted, encrypted


def _each(apps, change):
    if "mfa" not in apps.app_configs:
        return  # a new installation: nobody has a second factor yet
    rows = apps.get_model("mfa", "Authenticator").objects
    for row in rows.filter(type__in=["totp", "recovery_codes"]).iterator():
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = change(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [change(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


def encrypt(apps, schema_editor):
    _each(apps, lambda text: text if text.startswith("f1:") else encrypted(text))


def decrypt(apps, schema_editor):
    _each(apps, decrypted)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_given_passwords")]
    operations = [migrations.RunPython(encrypt, decrypt)]
