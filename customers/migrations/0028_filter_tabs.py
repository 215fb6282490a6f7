import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def share(apps, schema_editor):
    apps.get_model("customers", "SavedFilter").objects.filter(was_shared=True).update(shared="everybody")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0016_share_filters"),
        ("customers", "0027_bulk_jobs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("savedfilter", "saved_filter_once"),
        migrations.RenameField("savedfilter", "shared", "was_shared"),
        migrations.AddField("savedfilter", "page", models.CharField(default="customers", max_length=20)),
        migrations.AddField(
            "savedfilter",
            "shared",
            models.CharField(
                blank=True,
                choices=[("", "Only me"), ("department", "A department"), ("everybody", "Everybody")],
                default="",
                max_length=12,
                verbose_name="shared with",
            ),
        ),
        migrations.RunPython(share, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("savedfilter", "was_shared"),
        migrations.AddField(
            "savedfilter",
            "department",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.department",
            ),
        ),
        migrations.AlterField("savedfilter", "query", models.CharField(max_length=2000)),
        migrations.AddConstraint(
            "savedfilter",
            models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_filter_once"),
        ),
        migrations.AddConstraint(
            "savedfilter",
            models.CheckConstraint(
                condition=models.Q(shared="department", department__isnull=False)
                | ~models.Q(shared="department") & models.Q(department__isnull=True),
                name="saved_filter_department",
            ),
        ),
        migrations.AddIndex("savedfilter", models.Index(fields=["page", "shared"], name="saved_filter_shared")),
        migrations.CreateModel(
            name="FilterTab",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("hidden", models.BooleanField(default=False)),
                (
                    "filter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tabs", to="customers.savedfilter"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["user", "filter"], name="filter_tab_once")],
            },
        ),
    ]
