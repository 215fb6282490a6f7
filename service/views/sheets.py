"""The visit sheet of an order: made, printed, signed on the screen or confirmed by a code; a code told on the phone (row Ni21)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.lib.mail import goes_out
from crm_project.lib.query_values import keys
from crm_project.lib.time import zone
from crm_project.lib.views import attempt, attempt_form, pdf_answer, posted, say_unshown
from customers.domain.access.masking import mask_on
from service import tasks
from service.domain.access import may_step
from service.domain.sheets import access, preparing, sending, signing
from service.presenters.questionnaires.words import LANGUAGE_NAMES
from service.presenters.sheets import document, standing, text
from service.rules.sheets import CODE_HOLDS

from ..forms.sheets import CodeForm, SheetForm, SignForm
from .loading import order_page


def _crumbs(order):
    return [(_("Service orders"), reverse("service:orders")), (order.number, reverse("service:order", args=[order.pk]))]


def sheet_page(view):
    """The view gets (request, order, sheet, at) with the newest sheet of an order that the user may see; 404 without one."""

    @order_page
    def inner(request, order, at):
        sheet = access.newest(order)
        if sheet is None:
            raise Http404
        sheet.order = order
        return view(request, order, sheet, at)

    return inner


def having_signed(view):
    """The same for whoever may have it signed, posted; the sheet is the one that the page showed: of a later one the verb tells."""

    @order_page
    @require_POST
    def inner(request, order, at):
        if not may_step(request.user, order, "confirm"):
            raise PermissionDenied
        shown = order.sheets.filter(pk__in=keys([request.POST.get("sheet", "")])).first()
        if shown is None:
            raise Http404
        return view(request, order, shown, at)

    return inner


@order_page
@require_GET
def sheet(request, order, at):
    """The newest version, with the ways to agree to it; before there is one, the page that makes it."""
    newest = access.newest(order)
    if newest is None:
        return redirect("service:sheet_new", order.pk)
    return _page(request, order, newest, at)


def _page(request, order, newest, at, *, sign=None, code=None, status=200):
    """The sheet with its forms; those refused come back filled."""
    newest.order = order
    user = request.user
    stale = order.changed_at != newest.order_changed_at and not newest.signed_at
    open_ = newest.signed_at is None and not stale and access.may_have_signed(user, order)
    say_unshown(request, {"form": sign or code or CodeForm()}, ["form"] if open_ else [])
    contact = newest.contact
    context = {
        "order": order,
        "sheet": newest,
        "lines": mask_on(user, order.customer, at).row(newest).body["lines"],
        "agreed": text.agreed(newest) if newest.signed_at else "",
        "open": open_,
        "stale": stale,
        "again": newest.signed_at is None and access.may_have_signed(user, order),
        "tells": access.tells_codes(user, newest) and newest.signed_at is None,
        "sign_form": sign or SignForm(initial={"signer": contact.name if contact else ""}),
        "code_form": code or CodeForm(),
        "code": standing.code_text(newest, at),
        "may_try": standing.may_try(newest, at),
        "address": standing.address(newest),
        "mail_goes_out": goes_out(),
        "crumbs": _crumbs(order),
    }
    return render(request, "service/sheets/sheet.html", context, status=status)


@order_page
@require_http_methods(["GET", "POST"])
def new(request, order, at):
    """What the sheet says; what the order says of the work is corrected with it."""
    if not access.may_have_signed(request.user, order):
        if request.method == "GET" and access.newest(order):
            return redirect("service:sheet", order.pk)
        raise PermissionDenied
    mask = mask_on(request.user, order.customer, at)
    form = SheetForm(posted(request), order=order, initial=_initial(request, order)).hide_numbers(mask.text)
    made = attempt_form(form, preparing.prepare_sheet, order_id=order.pk, text=text.body, by=request.user, at=at)
    if made is not None:
        messages.success(request, _("The sheet is ready: let the customer read it and sign."))
        return redirect("service:sheet", order.pk)
    context = {"order": order, "form": form, "crumbs": _crumbs(order)}
    return render(request, "service/sheets/form.html", context, status=422 if form.errors else 200)


def _initial(request, order):
    last = access.newest(order)
    began = order.started_at or order.accepted_at
    given = {
        **{name: getattr(order, name) for name in preparing.WORK_FIELDS},
        "arrived_at": last.arrived_at if last else began,
        "left_at": last.left_at if last else order.done_at,
        "people": last.people if last else (order.contact.name if order.contact else order.reported_by),
        "with_cost": last.with_cost if last else False,
        "contact": last.contact_id if last else order.contact_id,
        "language": last.language if last else request.LANGUAGE_CODE,
    }
    for name in ("arrived_at", "left_at"):
        given[name] = given[name] and given[name].astimezone(zone()).replace(second=0, microsecond=0)
    return given


@order_page
@require_GET
def blank(request, order, at):
    """An empty sheet to be filled in by hand, in the language of the page or the one asked for."""
    if not access.may_print(order):
        raise Http404
    asked = request.GET.get("language")
    language = asked if asked in LANGUAGE_NAMES else request.LANGUAGE_CODE
    return pdf_answer(document.blank(order, language), f"{order.number}.pdf")


@sheet_page
@require_GET
def pdf(request, order, sheet, at):
    """The newest version to be signed on paper; the signed one is the file that is kept with the order."""
    if sheet.file_id:
        return redirect("service:file", sheet.file_id)
    return pdf_answer(document.pdf(sheet), f"{order.number}-{sheet.number}.pdf")


@having_signed
def sign(request, order, sheet, at):
    """The customer has drawn their signature."""
    return _agreed(request, order, sheet, at, "sign", SignForm(request.POST, request.FILES), signing.sign_sheet)


@having_signed
def confirm(request, order, sheet, at):
    """The contact has said the code."""
    return _agreed(request, order, sheet, at, "code", CodeForm(request.POST), signing.confirm_by_code)


def _agreed(request, order, sheet, at, name, form, verb):
    done = attempt_form(form, verb, sheet_id=sheet.pk, document=document.pdf, by=request.user, at=at)
    if done is None:
        order.refresh_from_db()
        return _page(request, order, access.newest(order), at, status=422, **{name: form})
    messages.success(
        request, _("%(number)s is confirmed: the sheet is kept with the order.") % {"number": order.number}
    )
    return redirect("service:sheet", order.pk)


@having_signed
def mail(request, order, sheet, at):
    """A code is sent to the contact's address."""
    done = attempt(request, sending.ask_for_mail, sheet_id=sheet.pk, by=request.user, at=at)
    if done is not None:
        transaction.on_commit(lambda: tasks.mail_sheet_codes.delay())
        if goes_out():
            messages.success(request, _("The code is on its way: it arrives within a minute."))
    return redirect("service:sheet", order.pk)


@having_signed
def call(request, order, sheet, at):
    """The service desk is asked to tell the code on the phone."""
    said = _("The service managers are told: one of them calls the contact and tells the code.")
    attempt(request, sending.ask_for_call, sheet_id=sheet.pk, by=request.user, at=at, done=said)
    return redirect("service:sheet", order.pk)


@sheet_page
@never_cache
@require_http_methods(["GET", "POST"])
def tell(request, order, sheet, at):
    """For the service desk: the contact's numbers, and a fresh code that is shown once."""
    if not access.tells_codes(request.user, sheet):
        raise PermissionDenied
    code = None
    if request.method == "POST":
        code = attempt(request, sending.tell_code, sheet_id=sheet.pk, by=request.user, at=at)
    mask = mask_on(request.user, order.customer, at)
    contact = sheet.contact
    context = {
        "order": order,
        "sheet": sheet,
        "lines": mask.row(sheet).body["lines"],
        "contact": contact,
        "numbers": [mask.column(name, getattr(contact, name)) for name in ("mobile", "phone") if getattr(contact, name)]
        if contact
        else [],
        "code": code,
        "minutes": int(CODE_HOLDS.total_seconds() // 60),
        "crumbs": _crumbs(order),
    }
    return render(request, "service/sheets/tell.html", context)
