"""The parts of the running system: their names, what each is for, and what to do when it fails (row Nh4)."""

from django.utils.translation import gettext_lazy as _

PARTS = {
    "web": _("Web"),
    "database": _("Database"),
    "queue": _("Queue"),
    "worker": _("Background work"),
    "files": _("Uploaded files"),
    "beat": _("Scheduled jobs"),
    "disk": _("Disk"),
}
MEANS = {
    "web": _("Answers the browser."),
    "database": _("Holds all data. When it fails: start the database server and look into its log."),
    "queue": _(
        "Hands work on to the background. When it fails: start Redis, or look at the disk that holds the queue."
    ),
    "worker": _(
        "Releases customers, sends mail, makes backups. When it fails: restart the service; what waits is done then."
    ),
    "files": _("Reads imports. When it fails: restart the service; waiting files are read then."),
    "beat": _(
        "Starts what the timetable says. When it fails: restart the service; the next run makes up for releases."
    ),
    "disk": _("Room for data, uploads and backups. When it is full: free some, or move backups elsewhere."),
}
# The whole of it, for the time in which nobody watched.
SYSTEM = "system"
