from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ground", "0005_rehearsed_backups")]

    operations = [
        migrations.AddIndex(
            model_name="backup",
            index=models.Index(condition=models.Q(("size__gt", 0)), fields=["-at"], name="backup_whole"),
        ),
        migrations.AddConstraint(
            model_name="backup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("problem",), name="one_backup_at_a_time"
            ),
        ),
    ]
