from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_first")]
    operations = [
        migrations.AddField("rating", "digest", models.CharField(default="", editable=False, max_length=32), preserve_default=False),
    ]
