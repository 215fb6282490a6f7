"""Violations of people at every place, one in each state in which somebody has something to do."""

from datetime import timedelta

from django.core.files.base import ContentFile

from crm_project.violations.models import Violation, ViolationFile, ViolationKind
from tests.cast import NOW

from .rights import BELOW, DEPT, OTHER, OWN

BEFORE = NOW - timedelta(days=9)


def furnish_violations(world):
    """About each viewer and about colleagues at each place; opened by somebody who looks at none of these pages."""
    world.violation_kind = ViolationKind.objects.first()
    for role, viewer in world.viewers.items():
        _of(world, OWN, viewer, role)
    for place in (DEPT, BELOW, OTHER):
        _of(world, place, world.owners[place])


def _of(world, place, person, role=None):
    decided = {
        "decision": "upheld",
        "effect": "warning",
        "reason": "the log says so",
        "decided_by": world.cast.hr,
        "decided_at": BEFORE,
        "appeal_by": NOW + timedelta(days=5),
    }
    states = {
        "statement": {},
        "decision": {"statement": "it was not me", "stated_at": BEFORE},
        "decided": decided,
        "appealed": {**decided, "appeal": "it was not me", "appealed_at": BEFORE},
    }
    for state, fields in states.items():
        row = Violation.objects.create(
            kind=world.violation_kind,
            person=person,
            department=person.department,
            day=BEFORE.date(),
            what="the password stood on a note",
            opened_by=world.cast.auditor,
            opened_at=BEFORE,
            answer_by=NOW + timedelta(days=2),
            remind_at=NOW + timedelta(days=1),
            state=state,
            **fields,
        )
        world.keep(f"violation {state}", place, row, role)
    file = ViolationFile(violation=row, name="note.txt", size=4, by=world.cast.auditor, at=BEFORE)
    file.file.save("note.txt", ContentFile(b"note"))
    world.keep("violation file", place, file, role)
