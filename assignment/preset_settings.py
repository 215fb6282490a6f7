"""The setting of ownership that a rule book may rule: the policy of a department (rows Z, Nc, Nd, D; M15)."""

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from crm_project.lib.setting import DEPARTMENT, Setting

from . import policy_requests, versions
from .access import may_put_under
from .models import Policy, PolicyScope


def _read(department, at):
    """The policy chosen last, be it for a coming day: what waits for its notice is not chosen again."""
    for pk in reversed(department.ancestor_ids()):
        scope = (
            PolicyScope.objects.filter(department=pk).select_related("policy").order_by("-holds_from", "-id").first()
        )
        if scope:
            return scope.policy.key if scope.policy else ""
    return ""


def _approval(*, department, by, at):
    return not may_put_under(by, department, at)


def _write(*, department, value, by, at):
    policy = versions.preset(value, at=at)
    if _approval(department=department, by=by, at=at):
        return policy_requests.ask_for(department=department, policy=policy, by=by, at=at)
    versions.put_under(department=department, policy=policy, by=by, at=at)
    return None


def _asked(*, department, value):
    return policy_requests.waiting(department, value)


def _text(value):
    policy = Policy.objects.filter(key=value).first()
    if policy:
        return str(policy)
    english, chinese = versions.PRESET_NAMES.get(value, ("", ""))
    return (chinese if (get_language() or "").startswith("zh") else english) or _("No policy: nothing is ever released")


SETTINGS = [
    Setting(
        key="policy",
        label=gettext_lazy("Policy"),
        scope=DEPARTMENT,
        action="policy.edit",
        read=_read,
        write=_write,
        text=_text,
        page=lambda department: f"{reverse('assignment:policy_scope')}?department={department.pk}",
        approval=_approval,
        asked=_asked,
    )
]
