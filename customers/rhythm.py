"""How many customers of each class one should hold and how often they are contacted: Ni13's numbers unless an admin chose others."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.audit import log
from crm_project.lib.refused import Refused

from .choices import Level
from .models import ClassRhythm

# class: (how many at least, days between contacts); 0 asks for nothing.
USUAL = {Level.CORE: (10, 14), Level.GROWTH: (20, 30), Level.ORDINARY: (0, 0)}
MOST, LONGEST = 1000, 366


def chosen():
    """{class: (at least, days)} of every class, in their order; one query."""
    own = {row.level: (row.least, row.every_days) for row in ClassRhythm.objects.all()}
    return {level: own.get(level, usual) for level, usual in USUAL.items()}


def watched():
    """Only the classes of which something is asked."""
    return {level: numbers for level, numbers in chosen().items() if any(numbers)}


def set_rhythm(*, level, least, every_days, by, at):
    """Choose the numbers of one class. Refuses with code level, least, every_days."""
    if level not in USUAL:
        raise Refused(_("There is no class “%(name)s”.") % {"name": level}, code="level")
    for name, value, most in (("least", least, MOST), ("every_days", every_days, LONGEST)):
        if not 0 <= value <= most:
            raise Refused(
                _("Enter a number from 0 to %(most)d; 0 asks for nothing.") % {"most": most}, code=name, field=name
            )
    with transaction.atomic():
        before = dict(zip(("least", "every_days"), chosen()[level], strict=True))
        changes = log.differences(before, {"least": least, "every_days": every_days})
        if changes:
            ClassRhythm.objects.update_or_create(
                level=level, defaults={"least": least, "every_days": every_days, "set_by": by, "set_at": at}
            )
            log.record(
                by=by,
                action="rhythm.set",
                at=at,
                subject_type="rhythm",
                subject_id=level,
                subject_name=str(Level(level).label),
                changes=changes,
            )
    return least, every_days
