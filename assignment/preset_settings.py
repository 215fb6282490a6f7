"""The setting of ownership that a rule book may rule: the policy of a department, and how it checks follow-ups (rows Z, Nc, Nd, D; Nf11, Nf13, M15)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignment.presenters.forecast import headline
from assignment.presenters.standard_text import checked, late, standard
from crm_project.lib.language import in_language
from crm_project.lib.setting import DEPARTMENT, Setting

from .domain.access import may_put_under
from .domain.forecast.of_department import AT_ONCE, forecast_under
from .domain.policies import adjusted, requests, versions
from .domain.policies.adjusted import NOTHING, body_of_key, latest_body, parts_of
from .models import Policy, PolicyScope
from .presenters import policy_text
from .rules.policy_body import body_of, read_policy


def _chosen(department):
    """The policy chosen last, be it for a coming day: what waits for its notice is not chosen again."""
    for pk in reversed(department.ancestor_ids()):
        scopes = PolicyScope.objects.filter(department=pk).select_related("policy__adjusts")
        scope = scopes.order_by("-holds_from", "-id").first()
        if scope:
            return scope.policy
    return None


def _read(department, at):
    policy = _chosen(department)
    stands_for = policy.adjusts if policy and policy.adjusted else policy
    return {"policy": stands_for.key if stands_for else "", **parts_of(latest_body(policy) or NOTHING)}


def _parts(value):
    """A policy brings its own check and time for late entries, which another book may rule otherwise."""
    return {**parts_of(body_of_key(value["policy"])), **value} if "policy" in value else value


def _target(value, *, by, at):
    """The policy that says all this; made where there is none yet."""
    policy = versions.preset(value["policy"], at=at) if value["policy"] in versions.PRESET_NAMES else None
    policy = policy or Policy.objects.filter(key=value["policy"]).first()
    parts = {name: value[name] for name in adjusted.PARTS}
    if policy and parts_of(latest_body(policy) or NOTHING) == parts:
        return policy
    return adjusted.create_adjusted(policy, parts, by=by, at=at)


def _approval(*, department, by, at):
    return not may_put_under(by, department, at)


def _write(*, department, value, by, at):
    policy = _target(value, by=by, at=at)
    if _approval(department=department, by=by, at=at):
        return requests.ask_approval(department=department, policy=policy, by=by, at=at)
    versions.put_under(department=department, policy=policy, by=by, at=at)
    return None


def _asked(*, department, value):
    parts = {name: value[name] for name in adjusted.PARTS}
    if parts_of(body_of_key(value["policy"])) == parts:
        return requests.waiting(department, value["policy"])
    found = adjusted.find_adjusted(value["policy"], parts)
    return found is not None and requests.waiting(department, found.key)


def _name(key):
    policy = Policy.objects.filter(key=key).first()
    if policy:
        return str(policy)
    return in_language(*versions.PRESET_NAMES.get(key, ("", ""))) or _("No policy: nothing is released")


def _text(value):
    """The name with its rules and whatever it limits; then how follow-ups are checked, as far as a book says so."""
    texts = []
    if "policy" in value:
        policy = read_policy(body_of_key(value["policy"]))
        plain = {key: sentence for key, _label, sentence in policy_text.limits(read_policy(NOTHING))}
        texts = [
            _name(value["policy"]),
            *(sentence for _key, _label, sentence in policy_text.rules(policy)),
            *(sentence for key, _label, sentence in policy_text.limits(policy) if sentence != plain[key]),
        ]
        kept = {key: sentence for key, _label, sentence in standard(policy)}
        texts += [sentence for key, sentence in kept.items() if key in ("strict", "counterpart", "kinds")]
    if "late_hours" in value:
        texts.append(late(value["late_hours"]))
    if "check" in value:
        texts.append(checked(value["check"]))
    return "\n".join(texts)


def _effect(*, department, value, at):
    """Who would lose days, and how many customers would be released."""
    body = body_of(read_policy(body_of_key(value["policy"])))
    body["standard"].update({name: value[name] for name in adjusted.PARTS})
    found = forecast_under(department, body, at=at, most=AT_ONCE)
    if found is None:
        return _(
            "So many customers are owned there that the forecast takes a minute: the request for approval will show it."
        )
    if not found["total"]:
        return ""
    released = _("Forecast: %(draft)d releases within 30 days, %(now)d under the rules in force.") % found
    return f"{headline(found)}\n{released}"


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
        effect=_effect,
        parts=_parts,
    )
]
