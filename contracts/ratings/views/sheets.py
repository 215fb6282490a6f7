"""Rating sheets: the customers that wait for my points, and one form for each, to be filled by keyboard (rows T8, T9)."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contracts.ratings.domain import access, grades, scores
from contracts.ratings.domain.indicators import indicator_name, raters
from contracts.ratings.domain.rating_rounds import quarter_on, todo
from contracts.ratings.domain.scorecards import Cards
from contracts.ratings.domain.scoring import preview
from contracts.ratings.presenters.grade_text import number, value
from contracts.ratings.rules.indicators import COMPUTED, FINANCE, SALES
from contracts.ratings.rules.quarters import Quarter
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may, scope
from crm_project.lib.paging import Page, capped_count, capped_number, capped_text
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into
from customers.models import Ownership

from ..forms.entries import SheetForm
from ..models import IndicatorScore, Rating, Round
from .loading import rated_customer

SIZE = 25
RATE = ("rating.sales", "rating.finance", "rating.manage")


def _seen(user, rater):
    """Rated customers whose sheet of this rater the user fills: their own and those they head; for who manages ratings, all whose grade they see."""
    action = "rating.view" if may(user, "rating.manage") else access.RIGHTS[rater]
    return grades.rated().filter(pk__in=access.visible(user, action).values("pk"))


@allowed(*RATE)
@require_GET
def sheets(request):
    """What is still to rate; `?rater=finance`, `?all=1` (of everybody in my departments), `?done=1`."""
    at, user = now(), request.user
    quarter = _quarter(request.GET.get("quarter", ""), at)
    mine = access.raters(user) or [SALES, FINANCE]
    rater = request.GET.get("rater") if request.GET.get("rater") in mine else mine[0]
    cards = Cards(quarter)
    every = _seen(user, rater)
    waiting = todo(quarter, rater, cards).values("pk")
    leads = rater == SALES and scope(user, "rating.sales") not in (None, "own")
    of_team = capped_number(every.filter(pk__in=waiting)) if leads else None
    team = leads and request.GET.get("all") == "1"
    rows = every.filter(ownership__owner=user) if rater == SALES and not team and may(user, "rating.sales") else every
    done = request.GET.get("done") == "1"
    shown = rows.exclude(pk__in=waiting) if done else rows.filter(pk__in=waiting)
    count = capped_count(shown)
    page = Page(shown.select_related("ownership__owner"), order=("id",), cursor=request.GET.get("after"), size=SIZE)
    given = dict.fromkeys((row.pk for row in page.rows), 0)
    keys = {segment: {i.key for i in card.rated_by(rater)} for segment, card in cards.cards.items()}
    for pk, key in IndicatorScore.objects.filter(quarter=str(quarter), customer__in=list(given)).values_list(
        "customer_id", "indicator"
    ):
        given[pk] += any(key in known for known in keys.values())
    this = Round.objects.filter(pk=str(quarter)).first()
    context = {
        "quarter": quarter,
        "round": this,
        "rater": rater,
        "tabs": _tabs(rater, mine, done, team, count, of_team),
        "team_url": f"{reverse('ratings:sheets')}?rater={SALES}&all=1" if of_team else "",
        "rows": [
            {
                "row": row,
                "given": given[row.pk],
                "of": len(keys[row.segment]),
                "owner": _owner(row),
                "url": reverse("ratings:sheet", args=[quarter, row.pk]),
            }
            for row in page.rows
        ],
        "count_text": page.span(count),
        "prev_url": page.prev_url(request.GET),
        "next_url": page.next_url(request.GET),
        "done": done,
    }
    return render(request, "ratings/sheets.html", context)


def _owner(row):
    ownership = row.ownership_or_none
    return ownership.owner.full_name if ownership else ""


def _tabs(rater, mine, done, team, waiting, of_team):
    """My own, those of my departments (`of_team`: how many wait there; None where the user heads none), what is rated; for each rater."""
    root, tabs = reverse("ratings:sheets"), []
    for one in mine:
        here, url = one == rater, f"{root}?rater={one}"
        prefix = (_("Sales: ") if one == SALES else _("Finance: ")) if len(mine) > 1 else ""
        own = here and not done and not team
        tabs.append(
            {"label": capfirst(prefix + _("to be rated")), "url": url, "active": own, "count": waiting if own else None}
        )
        if here and of_team is not None:
            tabs.append(
                {
                    "label": capfirst(prefix + _("of my departments")),
                    "url": f"{url}&all=1",
                    "active": team and not done,
                    "count": capped_text(of_team),
                }
            )
        tabs.append({"label": capfirst(prefix + _("rated")), "url": f"{url}&done=1", "active": here and done})
    return tabs


def _quarter(text, at):
    try:
        return Quarter.parse(text)
    except ValueError:
        return quarter_on(at)


@allowed(*RATE)
@require_http_methods(["GET", "POST"])
@rated_customer
def sheet(request, customer, ownership, at, quarter):
    """The indicators this person rates, with guidance; the computed ones with their figures beside."""
    try:
        quarter = Quarter.parse(quarter)
    except ValueError:
        raise Http404 from None
    if not customer.segment:
        raise Http404
    card = Cards(quarter)[customer.segment]
    may_rate = {
        rater: access.may_rate(request.user, rater, customer, ownership) for rater in (SALES, FINANCE, COMPUTED)
    }
    if not any(may_rate.values()):
        raise Http404
    held = {
        s.indicator: s
        for s in IndicatorScore.objects.filter(customer=customer, quarter=str(quarter)).select_related("by")
    }
    form = SheetForm(posted(request), indicators=[i for i in card.indicators if may_rate[i.rater]], held=held)
    if request.method == "POST" and form.is_valid():
        try:
            scores.save_scores(
                customer_id=customer.pk,
                quarter=quarter,
                points=form.points(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=at,
            )
            messages.success(request, _("Rated: “%(name)s”.") % {"name": customer.name})
            return redirect(_following(request, customer, quarter))
        except Refused as refusal:
            refusal_into(form, refusal)
    judged = preview(customer, quarter)
    context = {
        "customer": customer,
        "quarter": quarter,
        "form": form,
        "groups": _groups(form, held, judged),
        "points": number(judged.fields["points"]),
        "others": _others(card, may_rate, held),
        "graded": Rating.objects.filter(customer=customer, quarter=str(quarter), latest=True).first(),
        "needs_reason": may_rate[COMPUTED],
        "crumbs": [
            (_("Rating sheets"), reverse("ratings:sheets")),
            (customer.name, reverse("ratings:customer", args=[customer.pk])),
        ],
    }
    return render(request, "ratings/sheet.html", context, status=422 if form.errors else 200)


def _groups(form, held, judged):
    """Fields by who rates them: what is mine by hand first, computed ones to be corrected after it."""
    by_hand, computed = [], []
    for indicator in form.indicators:
        line = judged.fields["lines"][indicator.key]
        score = held.get(indicator.key)
        entry = {
            "field": form[indicator.key],
            "full": number(indicator.full),
            "said": value(indicator, line) if "value" in line else "",
            "points": number(line["points"]),
            "by": str(score.by) if score and score.by else "",
            "name": indicator_name(indicator),
            "own": number(indicator.points(None if line.get("value") is None else Decimal(line["value"])))
            if indicator.rater == COMPUTED
            else "",
        }
        (computed if indicator.rater == COMPUTED else by_hand).append(entry)
    return {"hand": by_hand, "computed": computed}


def _others(card, may_rate, held):
    """What somebody else rates, and whether it is there."""
    words = raters()
    return [
        {"label": indicator_name(i), "who": words[i.rater], "done": i.key in held}
        for i in card.indicators
        if i.rater != COMPUTED and not may_rate[i.rater]
    ]


def _following(request, customer, quarter):
    """The next sheet that waits for this person, else the list: one works through them without going back."""
    if request.POST.get("then") != "next":
        return reverse("ratings:customer", args=[customer.pk])
    for rater in access.raters(request.user):
        rows = _seen(request.user, rater)
        if rater == SALES and Ownership.objects.filter(owner=request.user).exists():
            rows = rows.filter(ownership__owner=request.user)
        following = (
            rows.filter(pk__gt=customer.pk, pk__in=todo(quarter, rater).values("pk"))
            .order_by("pk")
            .values_list("pk", flat=True)
            .first()
        )
        if following:
            return reverse("ratings:sheet", args=[quarter, following])
    return reverse("ratings:sheets")
