"""A policy of one's own: it begins as a copy of another, as a draft that holds for nobody (row Ne5)."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assignment.models import Policy, PolicyVersion
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused

from .versions import checked


def copy_policy(*, name: str, body: JsonObject, by: User, at: datetime, name_zh: str = "") -> Policy:
    """A new policy with a first draft; it holds nowhere before it is approved and a department is put under it."""
    name = (name or "").strip()
    if Policy.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is already a policy with this name."), code="name", field="name")
    body = checked(body)
    with transaction.atomic():
        policy = Policy.objects.create(key=_key(name), name=name, name_zh=name_zh.strip())
        PolicyVersion.objects.create(policy=policy, number=1, body=body, drafted_by=by, drafted_at=at)
        log.record(by=by, action="policy.created", at=at, subject=policy)
        return policy


def _key(name: str) -> str:
    base = slugify(name)[:30] or "policy"
    key, n = base, 1
    while Policy.objects.filter(key=key).exists():
        n += 1
        key = f"{base}-{n}"
    return key
