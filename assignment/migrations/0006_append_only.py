from django.db import migrations

from ._append_only import put_up


def forwards(apps, schema_editor):
    put_up(schema_editor)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER ledger_no_truncate ON assignment_ownershipevent")
        schema_editor.execute("DROP TRIGGER ledger_append_only ON assignment_ownershipevent")
        schema_editor.execute("DROP FUNCTION ledger_append_only()")
    else:
        schema_editor.execute("DROP TRIGGER ledger_no_delete")
        schema_editor.execute("DROP TRIGGER ledger_no_update")


class Migration(migrations.Migration):
    dependencies = [("assignment", "0005_waiting_restore")]
    operations = [migrations.RunPython(forwards, backwards)]
