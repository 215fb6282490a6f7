"""Preparing a contract, one page a step (rows Nc15, Nc16, T18, T19, Nf14)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contracts.domain import access
from contracts.domain.preparation import completeness, lines
from contracts.domain.preparation import steps as preparation
from contracts.models.choices import CheckKind
from contracts.presenters.step_names import STEP_NAMES
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, start_of_day
from crm_project.lib.views import attempt, now, posted, refusal_into
from customers.domain.access.masking import mask_on
from deals.domain import access as deals_access
from deals.models import Product

from ..forms.steps import ChecksForm, Lines, Parts, PromiseRows, PromisesForm, SigningForm, TermsForm, TextForm, rows_of
from .loading import contract_page, whole


@contract_page(access.may_work_on)
@require_http_methods(["GET", "POST"])
def step(request, row, step):
    """One step: what stands there, and what is still missing."""
    if step not in completeness.STEPS:
        raise Http404
    if not row.in_preparation:
        messages.info(request, _("This contract was submitted: its content can't be changed."))
        return redirect("contracts:detail", row.pk)
    forms = _FORMS[step](row, posted(request), request.FILES or None)
    mask = mask_on(request.user, row.customer, now())
    if "form" in forms:
        forms["form"].hide_numbers(mask.text)
    if request.method == "POST" and all(form.is_valid() for form in forms.values()):
        try:
            _SAVE[step](row, forms, {"contract_id": row.pk, "by": request.user, "at": now()})
        except Refused as refusal:
            refusal_into(forms["form"], refusal) if "form" in forms else messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(_next(row, step))
    failed = request.method == "POST"
    return render(
        request, f"contracts/steps/{step}.html", _context(request, row, step, forms), status=422 if failed else 200
    )


def _next(row, step):
    place = completeness.STEPS.index(step) + 1
    if place < len(completeness.STEPS):
        return reverse("contracts:step", args=[row.pk, completeness.STEPS[place]])
    return reverse("contracts:detail", args=[row.pk])


def _context(request, row, step, forms):
    lacks, names = completeness.missing(row), STEP_NAMES
    open_steps = {name for name, _sentence in lacks}
    return {
        **forms,
        "contract": mask_on(request.user, row.customer, now()).row(row),
        "step": step,
        "step_name": names[step],
        "lacks": [text for name, text in lacks if name == step],
        "steps": [
            {
                "label": label,
                "state": "now" if key == step else "" if key in open_steps else "done",
                "url": reverse("contracts:step", args=[row.pk, key]),
            }
            for key, label in names.items()
        ],
        "may_drop": access.may_discard(request.user, row),
        **_MORE.get(step, lambda row, forms, user: {})(row, forms, request.user),
    }


# --- the forms of the steps, what they show besides, and their verbs -----------------------------------------------------


def _checks_forms(row, data, files):
    checks = list(row.checks.select_related("by", "file").order_by("pk"))
    return {"form": ChecksForm(data, files, contract=row, checks=checks)}


def _checks_more(row, forms, user):
    form, stored = forms["form"], {check.kind: check for check in row.checks.select_related("by", "file")}
    about = {
        CheckKind.LEGAL_PERSON: _(
            "Does the company exist, and is the licence valid? Compare name and credit code with the public register."
        ),
        CheckKind.RIGHT_TO_TRADE: _("Does the business scope cover the purchase, and are the permits complete?"),
        CheckKind.ABILITY: _("Can the buyer pay? Credit grade, open payments, court records."),
        CheckKind.AUTHORITY: _("Is the signatory authorised? Legal representative, or a power of attorney."),
    }
    return {
        "checks": [
            (
                kind.label,
                about[kind],
                form[f"state_{kind}"],
                form[f"evidence_{kind}"],
                form[f"file_{kind}"],
                stored.get(kind),
            )
            for kind in CheckKind
        ]
    }


def _text_forms(row, data, files):
    return {"form": TextForm(data, initial={"text": row.text_id})}


def _products_forms(row, data, files):
    columns = ("product_id", "name", "specification", "quality", "unit", "quantity", "price", "discount")
    initial = [
        {"product" if name == "product_id" else name: getattr(line, name) for name in columns}
        for line in row.lines.all()
    ]
    return {
        "rows": Lines(
            data,
            initial=initial,
            prefix="lines",
            form_kwargs={"products": Product.objects.filter(active=True).order_by("code")},
        )
    }


def _products_more(row, forms, user):
    return {"quotes": list(deals_access.offers(user, row.customer_id)[:20])}


def _promises_forms(row, data, files):
    initial = [{name: getattr(p, name) for name in ("kind", "what", "value", "due_on")} for p in row.promise_rows.all()]
    return {
        "form": PromisesForm(data, initial={"promises": row.promises}),
        "rows": PromiseRows(data, initial=initial, prefix="promises"),
    }


def _terms_forms(row, data, files):
    fields = {name: getattr(row, name) for name in ("type", "payment_method", "line", "terms")}
    return {"form": TermsForm(data, initial=fields), "rows": parts_formset(row, data)}


def parts_formset(row, data):
    """The payment plan as rows; a contract without one begins with a single part."""
    initial = [{name: getattr(part, name) for name in ("label", "due_on", "amount")} for part in row.instalments.all()]
    return Parts(data, initial=initial or [{"label": "", "amount": row.amount}], prefix="parts")


def _signing_forms(row, data, files):
    return {
        "form": SigningForm(
            data, files, initial={"signed_on": local_date(row.signed_at) if row.signing_known else None}
        )
    }


def _signing_more(row, forms, user):
    return {"files": row.files.filter(voided_at=None, kind="scan").select_related("by")}


def _save_checks(row, forms, who):
    data = forms["form"].cleaned_data
    preparation.set_checks(
        **who, buyer=data["buyer"], code=data["credit_code"], signatory=data["signatory"], checks=forms["form"].checks()
    )


def _save_terms(row, forms, who):
    data = forms["form"].cleaned_data
    preparation.set_terms(
        **who,
        **{name: data[name] for name in ("type", "payment_method", "line", "terms")},
        parts=rows_of(forms["rows"]),
    )


def _save_signing(row, forms, who):
    data = forms["form"].cleaned_data
    preparation.set_signing(**who, signed_at=start_of_day(data["signed_on"]), upload=data["file"])


_FORMS = {
    "checks": _checks_forms,
    "text": _text_forms,
    "products": _products_forms,
    "promises": _promises_forms,
    "terms": _terms_forms,
    "signing": _signing_forms,
}
_MORE = {"checks": _checks_more, "products": _products_more, "signing": _signing_more}
_SAVE = {
    "checks": _save_checks,
    "text": lambda row, forms, who: preparation.set_text(**who, text_id=forms["form"].cleaned_data["text"].pk),
    "products": lambda row, forms, who: lines.set_lines(**who, lines=rows_of(forms["rows"])),
    "promises": lambda row, forms, who: preparation.set_promises(
        **who, said=forms["form"].cleaned_data["promises"], rows=rows_of(forms["rows"])
    ),
    "terms": _save_terms,
    "signing": _save_signing,
}


@contract_page(access.may_work_on)
@require_POST
def take_quote(request, row):
    """Take the lines of a quote."""
    quote = get_object_or_404(
        deals_access.offers(request.user, row.customer_id).select_related("deal"), pk=whole(request.POST.get("quote"))
    )
    attempt(
        request,
        lines.take_quote,
        contract_id=row.pk,
        by=request.user,
        at=now(),
        quote=quote,
        done=_("Copied from the quote."),
    )
    return redirect("contracts:step", row.pk, "products")


@contract_page(access.may_work_on)
@require_POST
def submit(request, row):
    """Hand it to the manager; what is missing is said."""
    attempt(
        request,
        preparation.submit_contract,
        contract_id=row.pk,
        by=request.user,
        at=now(),
        done=_("Submitted: a manager confirms it now."),
    )
    return redirect("contracts:detail", row.pk)
