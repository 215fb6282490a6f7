"""The company's working days belong to the company (accounts); the table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("activities", "0007_contact_report"), ("accounts", "0013_working_days")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("DayOverride")])]
