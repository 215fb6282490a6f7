import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LEVELS = [("core", "Core"), ("growth", "High-growth"), ("ordinary", "Ordinary")]
SEGMENTS = [("direct", "Direct customer"), ("distributor", "Distributor")]


def keep(apps, schema_editor):
    """What a company had chosen per class goes on for direct customers, whatever the line."""
    old, new = apps.get_model("customers", "ClassRhythm"), apps.get_model("customers", "NewRhythm")
    for row in old.objects.all():
        days = dict.fromkeys(("short", "mid", "long", "other"), row.every_days)
        new.objects.create(
            segment="direct", level=row.level, least=row.least, set_by=row.set_by, set_at=row.set_at, **days
        )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("customers", "0015_lookups"),
    ]

    operations = [
        migrations.CreateModel(
            name="NewRhythm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("segment", models.CharField(choices=SEGMENTS, max_length=12, verbose_name="segment")),
                ("level", models.CharField(choices=LEVELS, max_length=10, verbose_name="class")),
                ("least", models.PositiveSmallIntegerField(default=0)),
                ("short", models.PositiveSmallIntegerField(default=0)),
                ("mid", models.PositiveSmallIntegerField(default=0)),
                ("long", models.PositiveSmallIntegerField(default=0)),
                ("other", models.PositiveSmallIntegerField(default=0)),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.DeleteModel(name="ClassRhythm"),
        migrations.RenameModel(old_name="NewRhythm", new_name="ClassRhythm"),
        migrations.AddConstraint(
            model_name="classrhythm",
            constraint=models.UniqueConstraint(fields=("segment", "level"), name="rhythm_once"),
        ),
    ]
