"""The managed list of kinds of violations, and what a company begins with (row Nh6)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.violations.models import ViolationKind

MANAGE = "lists.manage"
# What the rule books name.
KINDS = (
    ("Disclosure of customer data", "泄露客户信息"),
    ("Abuse of rights in the system", "滥用系统权限"),
    ("Shared account or password", "共用账户或密码"),
    ("Untrue or missing records", "记录不实或缺失"),
    ("Unauthorised installation or change", "擅自安装、升级或修改系统"),
    ("Use for other purposes than work", "从事与工作无关的活动"),
    ("Other", "其他"),
)


def ensure(kinds: Any) -> None:
    """Fill an empty list; the model as it is now or as a migration knows it."""
    if not kinds.objects.exists():
        kinds.objects.bulk_create(
            kinds(name=name, name_zh=zh, position=n, active=True) for n, (name, zh) in enumerate(KINDS)
        )


def save_kind(*, name: str, name_zh: str, by: User, at: datetime, kind_id: int | None = None) -> ViolationKind:
    """Add a kind or rename one. Refuses with code denied, name, twice."""
    _check(by)
    name, name_zh = name.strip(), (name_zh or "").strip()
    if not name:
        raise Refused(_("Enter a name."), code="name", field="name")
    with transaction.atomic():
        rows = ViolationKind.objects.select_for_update(no_key=True)
        same = [one.pk for one in rows.annotate(plain=Lower("name")).filter(plain=name.lower())]
        if [pk for pk in same if pk != kind_id]:
            raise Refused(_("“%(name)s” is already in the list.") % {"name": name}, code="twice", field="name")
        if kind_id is None:
            last = ViolationKind.objects.aggregate(last=Max("position"))["last"] or 0
            row, before = ViolationKind(position=last + 1), {}
        else:
            row = rows.get(pk=kind_id)
            before = {"name": row.name, "name_zh": row.name_zh}
        row.name, row.name_zh = name, name_zh
        row.save()
        changes = log.differences(before, {"name": name, "name_zh": name_zh})
        if changes:
            log.record(by=by, action="violation_kind.saved", at=at, subject=row, changes=changes)
        return row


def switch_kind(*, kind_id: int, by: User, at: datetime) -> ViolationKind:
    """Offer a kind no longer, or again; violations that have it keep it. Refuses with code denied."""
    _check(by)
    with transaction.atomic():
        row = ViolationKind.objects.select_for_update(no_key=True).get(pk=kind_id)
        row.active = not row.active
        row.save(update_fields=["active"])
        changes = {"active": [not row.active, row.active]}
        log.record(by=by, action="violation_kind.switched", at=at, subject=row, changes=changes)
        return row


def _check(by: User) -> None:
    if not may(by, MANAGE):
        raise Refused(_("Only people who manage lists may do this."), code="denied")
