"""The rating of one customer: its grade and why, what is missing, papers, plans, yearly figures (rows T8, T14, M7)."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contracts.ratings.domain import access
from contracts.ratings.domain.grade_versions import grade_of
from contracts.ratings.domain.key_status import has_business
from contracts.ratings.domain.rating_rounds import quarter_on
from contracts.ratings.domain.scorecards import Cards
from contracts.ratings.domain.scoring import missing_papers, preview
from contracts.ratings.models.choices import KeyStatusKind, PaperKind
from contracts.ratings.presenters import grade_text
from contracts.ratings.rules.grading import MISSING
from crm_project.accounts.decorators import allowed
from crm_project.lib.time import day, local_date
from customers.domain.access.masking import mask_for
from customers.domain.completeness import missing as missing_fields

from ..forms.entries import ExceptionForm, NominateForm, PaperForm, StatementForm
from ..models import KeyStatus, PaperFile, Papers, Rating, Round, YearlyStatement
from . import explanation
from .loading import rated_customer
from .plans import plans

TONES = {KeyStatusKind.KEY: "accent", KeyStatusKind.POTENTIAL: "plum", KeyStatusKind.ORDINARY: ""}
HISTORY = 12


@allowed("rating.view")
@require_GET
@rated_customer
def customer(request, customer, ownership, at):
    """`?quarter=2026Q3&version=1` shows an earlier grade."""
    return page(request, customer, ownership, at)


def page(request, customer, ownership, at, *, status=200, **forms):
    """The whole page; `forms` are those that came back with errors."""
    user = request.user
    quarter = quarter_on(at)
    ratings = list(
        Rating.objects.filter(customer=customer, latest=True).select_related("scorecard").order_by("-quarter")[:HISTORY]
    )
    shown = grade_of(customer, ratings, request.GET.get("quarter", ""), request.GET.get("version", ""))
    standing = KeyStatus.objects.filter(customer=customer).select_related("by").first()
    kind = standing.kind if standing else None
    may_care = access.may_care(user, customer, ownership)
    found = YearlyStatement.objects.filter(Q(customer=customer) | Q(customer__merged_into=customer))
    mask = mask_for(user, customer, ownership, at)
    every = [mask.row(row) for row in found.select_related("customer").order_by("year", "-customer")]
    # Merged files keep the figures of years of which this one has its own: shown beside them, not drawn twice.
    statements = [row for row in every if row.customer_id == customer.pk]
    paper_files = list(PaperFile.objects.filter(customer=customer, voided_at=None).select_related("by"))
    excepted = (
        Papers.objects.filter(customer=customer, exception_at__isnull=False).select_related("exception_by").first()
    )
    context = {
        "customer": customer,
        "quarter": quarter,
        "told": explanation.why_lines(shown) if shown else None,
        "versions": list(Rating.objects.filter(customer=customer, quarter=shown.quarter).order_by("-number"))
        if shown
        else [],
        "history": ratings,
        "before_merging": explanation.before_merging(customer),
        "course": explanation.course(ratings),
        "steps": _steps(
            customer, missing_papers(customer.kind, {file.kind for file in paper_files}), excepted, quarter, ratings
        ),
        "standing": standing and mask.row(standing),
        "standing_tone": TONES.get(KeyStatusKind(kind), "") if kind else "",
        "paper_files": [(file, day(file.at), file.by_id == user.pk) for file in paper_files],
        "excepted": excepted,
        "may_except": access.may_except(user, customer, ownership),
        "paper_form": forms.get("paper") or PaperForm(),
        "exception_form": forms.get("exception") or ExceptionForm(),
        "nominate_form": forms.get("nominate") or NominateForm(),
        "may_nominate": may_care and kind in (None, KeyStatusKind.ORDINARY) and not has_business(customer),
        "statements": every,
        "statement_rows": [
            (row, *(grade_text.yuan(v) if v is not None else "" for v in (row.revenue, row.assets, row.liabilities)))
            for row in reversed(every)
        ],
        "figures": explanation.figures(statements),
        "may_state": access.may_state(user, customer, ownership),
        "statement_form": forms.get("statement") or StatementForm(initial={"year": local_date(at).year - 1}),
        "may_rate": customer.segment
        and any(access.may_rate(user, rater, customer, ownership) for rater in access.RIGHTS),
        "sheet_url": reverse("ratings:sheet", args=[quarter, customer.pk]),
        "open": next(iter(forms), None),
        "crumbs": [
            (_("Credit grades"), reverse("ratings:list")),
            (customer.name, reverse("customers:detail", args=[customer.pk])),
        ],
    }
    context |= plans(
        user,
        customer,
        ownership,
        at,
        standing=standing,
        form=forms.get("care"),
        answered=forms.get("outcome", (None, None)),
    )
    return render(request, "ratings/customer.html", context, status=status)


def _steps(customer, papers, excepted, quarter, ratings):
    """The steps of T8: what is done, what is missing; `papers` are those that lack."""
    names = _(", ").join(str(PaperKind(paper).label) for paper in papers)
    if papers and excepted:
        names = _("without %(papers)s: approved by %(person)s") % {"papers": names, "person": excepted.exception_by}
    file = [str(label) for label in missing_fields(customer)]
    sheet, done = _("only distributors and direct customers are rated: fill in the segment"), False
    if customer.segment:
        judged = preview(customer, quarter)
        codes = [code for code in judged.fields["why"] if code["code"] == MISSING]
        done = not codes
        sheet = grade_text.missing(codes[0]["indicators"], Cards(quarter)[customer.segment]) if codes else ""
    rated = next((r for r in ratings if r.quarter == str(quarter)), None)
    # A rating that ends without a grade is none: why stands beside it.
    graded = bool(rated and rated.grade)
    this = Round.objects.filter(pk=str(quarter)).first()
    when = (
        grade_text.why_of(rated)
        if rated and not graded
        else _("graded when the sheets close on %(day)s") % {"day": this.closes_on}
        if this and this.closes_on and not graded
        else ""
        if graded
        else _("not graded yet")
    )
    join = _(", ").join
    return [
        {"label": _("Documents collected"), "done": not papers or bool(excepted), "missing": names},
        {"label": _("Basic file complete"), "done": not file, "missing": join(file)},
        {"label": _("Rating form of %(quarter)s filled in") % {"quarter": quarter}, "done": done, "missing": sheet},
        {"label": _("Graded for %(quarter)s") % {"quarter": quarter}, "done": graded, "missing": when},
    ]
