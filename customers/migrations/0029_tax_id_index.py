from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0028_filter_tabs")]
    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["tax_id"], name="customer_tax_id", condition=models.Q(("tax_id", ""), _negated=True)),
        ),
    ]
