"""What the system knows of itself: signs of life, backups made, alarms that are on, tasks that wait for the queue."""

from django.db import models


class Heartbeat(models.Model):
    """When a background process was last seen alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


class Backups(models.QuerySet["Backup"]):
    """Backups."""

    def whole(self) -> "Backups":
        """Those whose file is whole, the newest first; their copy may be missing."""
        return self.filter(size__gt=0).order_by("-at")


class Backup(models.Model):
    """A backup: being made, whole, or with what went wrong (rows Na5, Nb2, Nh4)."""

    at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="empty while it is being made")
    made_by = models.ForeignKey(
        "accounts.User",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="empty: the night",
    )
    file = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0, help_text="bytes; 0 where there is no whole file")
    sha256 = models.CharField(
        max_length=64, blank=True, help_text="empty where there is no whole file, or of an older version"
    )
    encrypted = models.BooleanField(default=False)
    copied = models.BooleanField(default=False, help_text="also at the second place")
    problem = models.TextField(blank=True, help_text="a code of ops.problems, or what the system said")
    problem_values = models.JSONField(default=dict)
    stage = models.CharField(max_length=20, blank=True, help_text="what is being done")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    rehearsing_since = models.DateTimeField(
        null=True, blank=True, help_text="somebody asked for it, or it is under way"
    )
    rehearsed_at = models.DateTimeField(null=True, blank=True, help_text="when it was last put back for a try")
    rehearsal_problem = models.TextField(blank=True)
    rehearsal_values = models.JSONField(default=dict)

    objects = Backups.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="backup_whole", condition=models.Q(size__gt=0))]
        constraints = [
            models.UniqueConstraint(
                fields=["problem"], name="one_backup_at_a_time", condition=models.Q(ended_at__isnull=True)
            )  # one that is being made has no problem yet
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.problem}".strip()

    @property
    def audit_name(self) -> str:
        """How the audit calls it."""
        return self.file


class Alarm(models.Model):
    """Something that an admin must mend; the row is there as long as it is wrong."""

    name = models.CharField(max_length=40, primary_key=True)
    since = models.DateTimeField()
    problem = models.TextField(help_text="a code of ops.problems, or what the system said")
    problem_values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}"


class PartChange(models.Model):
    """From `at` on a part of the system failed, or was well again (row Nh4)."""

    part = models.CharField(max_length=20)
    state = models.TextField(blank=True, help_text="what was wrong; empty: well")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["part", "at"], name="part_change")]

    def __str__(self) -> str:
        return f"{self.part} {self.at:%Y-%m-%d %H:%M:%S} {self.state}".strip()


class Lease(models.Model):
    """Who leads where only one may: the timetable of several beats."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=120)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.holder}"


class WaitingTask(models.Model):
    """A task that the queue did not take: sent once it does again."""

    id = models.UUIDField(primary_key=True)
    task = models.CharField(max_length=120)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.task} {self.at:%Y-%m-%d %H:%M:%S}"


class UsedForm(models.Model):
    """A form that was saved: its token, and where its answer leads. The key is the referee of a double click."""

    token = models.CharField(max_length=40, primary_key=True)
    person_id = models.BigIntegerField()
    location = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d %H:%M:%S}"
