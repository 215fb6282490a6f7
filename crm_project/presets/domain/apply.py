"""The verb that applies presets to a department (rows Z–D: each rule book can be picked in the browser)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain.authority import check_everywhere
from crm_project.accounts.models import Department, User
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused

from .plan import plan

if TYPE_CHECKING:
    from crm_project.presets.domain.books import Preset


def apply_presets(
    *, presets: "Sequence[Preset]", department_id: int, token: str, by: User, at: datetime
) -> tuple[int, list[Request]]:
    """Set what the presets name and nothing else, each setting through the verb of its own page.

    `token`: of the plan that was shown. Returns (number set, requests sent). Refuses with code none, closed, forbidden, changed
    (something is different from what the preview said), or what one of the verbs refuses; then nothing is set.
    """
    check_everywhere(by)
    if not presets:
        raise Refused(_("Choose at least one rule book."), code="none", field="preset")
    with transaction.atomic():
        # The whole tree is locked: two people applying presets at once follow one another.
        tree = {row.pk: row for row in Department.objects.select_for_update(no_key=True).order_by("pk")}
        department = tree[department_id]
        if department.closed_at:
            raise Refused(_("This department is closed: choose another."), code="closed", field="department")
        now = plan(presets=presets, department=department, by=by, at=at)
        if now.token != token:
            raise Refused(_("The settings changed meanwhile: look at the preview again, then apply."), code="changed")
        for change in now.forbidden:
            raise Refused(
                _("You can't change “%(setting)s”: ask an admin.") % {"setting": change.setting.label},
                code="forbidden",
            )
        sent = []
        for change in now.needed:
            request = change.setting.write(department=department, value=change.new, by=by, at=at)
            if change.approval:
                sent.append(request)
        if now.needed:
            log.record(
                by=by,
                action="preset.applied",
                at=at,
                subject=department,
                changes={
                    "presets": [None, [preset.key for preset in presets]],
                    "settings": [None, [change.setting.key for change in now.needed]],
                },
            )
        return len(now.needed) - len(sent), sent
