"""Policies to read: the list with their departments, one policy in sentences, its versions and what changed (M15, Ne5)."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assignment.domain import access
from assignment.domain.policies import copies, versions
from assignment.domain.policies.lookup import SINCE_EVER, PolicyBook
from assignment.presenters import policy_text
from assignment.rules import request_kinds
from assignment.rules.policy_body import read_policy
from assignment.rules.presets import PRESETS
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, minute, zone
from crm_project.lib.views import now, posted, refusal_into

from ..forms.policy import NewPolicyForm, ScopeForm
from ..models import Policy, PolicyScope, PolicyVersion

Status = PolicyVersion.Status
TONES = {Status.DRAFT: "", Status.SUBMITTED: "info", Status.APPROVED: "ok", Status.REFUSED: "bad"}


def in_force(policy, day):
    """The version that holds on a local date, or None."""
    held = policy.versions.filter(status=Status.APPROVED, holds_from__lte=day)
    return held.order_by("-holds_from", "-number").first()


def _from(version):
    """Since when it is in force, or will be; empty for a draft without a day."""
    if version.holds_from is None:
        return ""
    return (
        _("always")
        if version.holds_from <= SINCE_EVER
        else _("from %(date)s") % {"date": version.holds_from.isoformat()}
    )


@require_safe
@allowed("policy.view")
def policies(request):
    """Every policy the user may see, with the departments that live under it and what it says."""
    at, user = now(), request.user
    day, book = local_date(at), PolicyBook()
    seen = list(access.policies(user, at).order_by("key"))
    living = {}
    for department in access.departments(user, "policy.view"):
        policy_id = book.policy_id_for(department, day)
        living.setdefault(policy_id, []).append(department)
    held = {}
    rows = PolicyVersion.objects.filter(policy__in=seen, status=Status.APPROVED, holds_from__lte=day).order_by(
        "holds_from", "number"
    )
    for version in rows:
        held[version.policy_id] = version
    approved = PolicyVersion.objects.filter(policy__in=seen, status=Status.APPROVED, holds_from__gt=day)
    coming = {version.policy_id: version for version in approved.order_by("-holds_from", "-number")}
    waiting = set(
        PolicyVersion.objects.filter(policy__in=seen, status=Status.SUBMITTED).values_list("policy_id", flat=True)
    )
    table = [
        {
            "policy": p,
            "url": reverse("assignment:policy", args=[p.pk]),
            "version": held.get(p.pk),
            "since": _from(held[p.pk]) if p.pk in held else "",
            "departments": living.get(p.pk, []),
            "waiting": p.pk in waiting,
            "coming": coming.get(p.pk),
            "rules": [text for _key, _name, text in policy_text.rules(read_policy(held[p.pk].body, zone=zone()))]
            if p.pk in held
            else [],
        }
        for p in seen
    ]
    return render(
        request,
        "assignment/policies.html",
        {"rows": table, "nobody": living.get(None, []), "may_edit": may(user, "policy.edit")},
    )


def _version_row(version, older):
    old = read_policy(older.body, zone=zone()) if older else None
    return {
        "version": version,
        "status": version.get_status_display(),
        "tone": TONES[version.status],
        "from": _from(version),
        "note": policy_text.policy_note(version),
        "url": reverse("assignment:policy_version", args=[version.policy_id, version.number])
        if version.status == Status.APPROVED
        else "",
        "drafted": f"{version.drafted_by or '–'}, {minute(version.drafted_at)}",
        "decided": f"{version.decided_by or '–'}, {minute(version.decided_at)}"
        if version.decided_at and version.decided_by_id
        else "",
        "changes": policy_text.changes(old, read_policy(version.body, zone=zone())) if older else [],
    }


@require_safe
@allowed("policy.view")
def policy(request, pk):
    """One policy as sentences, what is coming, and every version with its differences."""
    at, user = now(), request.user
    this = get_object_or_404(access.policies(user, at) | _own_drafts(user), pk=pk)
    day = local_date(at)
    current = in_force(this, day)
    every = list(this.versions.select_related("drafted_by", "decided_by").order_by("-number"))
    approved = [v for v in every if v.status == Status.APPROVED]
    older = {v.pk: next((a for a in approved if a.number < v.number), None) for v in every}
    edits = may(user, "policy.edit") or may(user, "policy.approve")
    submitted = next((v for v in every if v.status == Status.SUBMITTED), None)
    ask = (
        Request.objects.filter(
            kind=request_kinds.POLICY, status=Request.Status.PENDING, arguments__version_id=submitted.pk
        ).first()
        if submitted
        else None
    )
    return render(
        request,
        "assignment/policy.html",
        {
            "policy": this,
            "current": current,
            "said": policy_text.policy_text(read_policy(current.body, zone=zone())) if current else None,
            "preset": policy_text.preset_changes(current),
            "since": _from(current) if current else "",
            "coming": [v for v in approved if v.holds_from and v.holds_from > day],
            "draft": next((v for v in every if v.status == Status.DRAFT), None),
            "submitted": submitted if edits else None,
            "ask": ask,
            "rows": [_version_row(v, older[v.pk]) for v in every if edits or v.status == Status.APPROVED],
            "departments": access.living_under(this, at),
            "may_edit": access.may_edit(user, this, at) or (may(user, "policy.edit") and not current),
            "crumbs": [(_("Policies"), reverse("assignment:policies"))],
        },
    )


def _own_drafts(user):
    """A policy that holds nowhere yet is seen by whoever may draft."""
    if not may(user, "policy.edit"):
        return Policy.objects.none()
    return Policy.objects.exclude(pk__in=PolicyScope.objects.filter(policy__isnull=False).values("policy"))


def _choices(user, at):
    """Policies and presets to put a department under, and none."""
    known = list(access.policies(user, at).order_by("key"))
    keys = {p.key for p in known}
    out = [(str(p.pk), str(p)) for p in known if p.versions.filter(status=Status.APPROVED).exists()]
    out += [
        (f"preset:{key}", _("Preset: %(name)s") % {"name": names[0]})
        for key, names in versions.PRESET_NAMES.items()
        if key not in keys
    ]
    return [*out, ("none", _("No policy: nothing is released"))]


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("policy.edit")
def scope(request):
    """Put a department under a policy from a day on; a change of rules is the general manager's (M15)."""
    at, user = now(), request.user
    departments = access.departments(user, "policy.edit")
    initial = {"department": request.GET.get("department"), "policy": request.GET.get("policy")}
    form = ScopeForm(posted(request), departments=departments, choices=_choices(user, at), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _put_under(user, at, **form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Saved. Deadlines change on the day it takes effect."))
            return HttpResponseRedirect(reverse("assignment:policies"))
    book, day = PolicyBook(), local_date(at)
    names = {p.pk: str(p) for p in Policy.objects.all()}
    tree = [{"department": d, "policy": names.get(book.policy_id_for(d, day) or 0, "")} for d in departments]
    return render(
        request,
        "assignment/policy_scope.html",
        {
            "form": form,
            "tree": tree,
            "crumbs": [(_("Policies"), reverse("assignment:policies"))],
            "general": may(user, "policy.approve"),
        },
        status=422 if form.errors else 200,
    )


def _put_under(user, at, *, department, policy, holds_from):
    kind, _colon, key = policy.partition(":")
    chosen = (
        None if kind == "none" else versions.preset(key, at=at) if kind == "preset" else Policy.objects.get(pk=kind)
    )
    versions.put_under(department=department, policy=chosen, by=user, at=at, holds_from=holds_from)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("policy.edit")
def new(request):
    """A policy of one's own, begun as a copy of a preset or of another."""
    at, user = now(), request.user
    known = list(access.policies(user, at).order_by("key"))
    choices = [(f"policy:{p.pk}", str(p)) for p in known] + [
        (f"preset:{k}", _("Preset: %(name)s") % {"name": n[0]}) for k, n in versions.PRESET_NAMES.items()
    ]
    form = NewPolicyForm(posted(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = copies.copy_policy(
                name=data["name"], name_zh=data["name_zh"], body=_body(data["source"], at), by=user, at=at
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            return HttpResponseRedirect(reverse("assignment:policy_draft", args=[made.pk]))
    return render(
        request,
        "assignment/policy_new.html",
        {"form": form, "crumbs": [(_("Policies"), reverse("assignment:policies"))]},
        status=422 if form.errors else 200,
    )


def _body(source, at):
    kind, _colon, key = source.partition(":")
    if kind == "preset":
        return PRESETS[key]
    held = (
        in_force(get_object_or_404(Policy, pk=key), local_date(at))
        or PolicyVersion.objects.filter(policy_id=key).order_by("-number").first()
    )
    if held is None:
        raise Http404
    return held.body
