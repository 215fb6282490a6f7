"""The plans of return visits, the rules of their reports, the aspects of an evaluation: kept by service managers (rows T21, T23)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import now, posted, refusal_into
from service.domain.visits import plans
from service.domain.visits.lock import rules_now
from service.models import VisitAspect, VisitPlan
from service.models.visit_choices import Visitor, Whom
from service.rules.visits import REPEATED

from ..forms.visit_plans import AspectForm, PlanForm, RulesForm


@allowed("service.manage")
@require_GET
def overview(request):
    """All plans in words, the rules, the aspects."""
    rows = VisitPlan.objects.select_related("kind", "person")
    rules = rules_now()
    context = {
        "plans": [(row, *_words(row)) for row in rows],
        "rules": [
            (pgettext("visit", "Report"), _days(rules.report_days, working=True)),
            (_("Bad evaluation"), _("a score of %(score)d or less") % {"score": rules.bad_score}),
            (_("It opens"), str(rules.order_kind or _("an order of the first kind"))),
            (_("Planned ahead"), _days(rules.ahead_days)),
        ],
        "aspects": VisitAspect.objects.all(),
    }
    return render(request, "service/visit_plans.html", context)


def _days(n, *, working=False):
    if working:
        return ngettext("%(n)d working day", "%(n)d working days", n) % {"n": n}
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _words(plan):
    """(whom, how often, who)."""
    whom = plan.get_whom_display()
    if plan.whom == Whom.LEVEL:
        whom = f"{whom}: {plan.get_level_display()}"
    elif plan.whom == Whom.ORDER and plan.kind:
        whom = f"{whom}: {plan.kind}"
    often = (
        ngettext("every %(n)d day", "every %(n)d days", plan.days)
        if plan.whom in REPEATED
        else ngettext("%(n)d day after", "%(n)d days after", plan.days)
    )
    who = str(plan.person) if plan.visitor == Visitor.NAMED else plan.get_visitor_display()
    return whom, often % {"n": plan.days}, who


@allowed("service.manage")
@require_http_methods(["GET", "POST"])
def plan(request, pk=None):
    """A new plan, or one that is changed."""
    at = now()
    row = get_object_or_404(VisitPlan, pk=pk) if pk else None
    form = PlanForm(posted(request), instance=row, initial={} if row else {"starts_on": local_date(at)})
    title = _("Edit the plan") if row else _("New plan")
    return _saving(
        request, form, lambda fields: plans.save_plan(plan_id=pk, fields=fields, by=request.user, at=at), title
    )


@allowed("service.manage")
@require_http_methods(["GET", "POST"])
def rules(request):
    """What holds for all visits."""
    at = now()
    form = RulesForm(posted(request), instance=rules_now())
    title = _("Rules of return visits")
    return _saving(request, form, lambda fields: plans.save_rules(fields=fields, by=request.user, at=at), title)


@allowed("service.manage")
@require_http_methods(["GET", "POST"])
def aspect(request, pk=None):
    """An aspect of the evaluation, new or changed."""
    at = now()
    row = get_object_or_404(VisitAspect, pk=pk) if pk else None
    form = AspectForm(posted(request), instance=row)
    title = _("Edit the aspect") if row else _("New aspect")
    return _saving(
        request, form, lambda fields: plans.save_aspect(aspect_id=pk, by=request.user, at=at, **fields), title
    )


def _saving(request, form, verb, title):
    if request.method == "POST" and form.is_valid():
        try:
            verb(form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("service:visit_plans")
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "title": title, "draft": request.path.strip("/").replace("/", "-")}
    return render(request, "service/visit_plan_form.html", context, status=422 if form.errors else 200)
