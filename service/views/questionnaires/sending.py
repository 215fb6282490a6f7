"""Whom a questionnaire goes to, and how each of those who were asked stands (row T22)."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.lib.mail import goes_out
from crm_project.lib.paging import paged
from crm_project.lib.query_values import keys
from crm_project.lib.refused import Refused
from crm_project.lib.time import day, local_date, minute
from crm_project.lib.views import attempt, attempt_form, posted
from service.domain.questionnaires import access, answering, drafts, sending
from service.models.choices import SentBy
from service.presenters.questionnaires import codes as code_sheets
from service.presenters.questionnaires import words

from ...forms.questionnaires import RecipientsForm, SendForm
from .filling import fill as fill_section
from .loading import invitation_page, questionnaire_page

DAYS = 30
CONTACT_ROWS = 50
TABS = {
    "open": (pgettext_lazy("invitation", "Open"), lambda at: Q(answered_at=None, withdrawn_at=None, expires_at__gt=at)),
    "answered": (pgettext_lazy("invitation", "Answered"), lambda at: Q(answered_at__isnull=False)),
    "over": (
        gettext_lazy("Expired or withdrawn"),
        lambda at: Q(answered_at=None) & (Q(withdrawn_at__isnull=False) | Q(expires_at__lte=at)),
    ),
    "all": (gettext_lazy("All"), lambda at: Q()),
}


@questionnaire_page(access.SEND)
@require_http_methods(["GET", "POST"])
def send(request, questionnaire, at):
    """The contacts within reach, narrowed by class, stage and name; those ticked are asked."""
    form = SendForm(posted(request), initial={"until": local_date(at) + timedelta(days=DAYS)})
    ticked = keys(request.POST.getlist("contact"))
    given = {"questionnaire_id": questionnaire.pk, "contacts": ticked, "by": request.user, "at": at}
    if sent := attempt_form(form, sending.send_questionnaire, **given):
        return _sent(request, questionnaire, sent, form.cleaned_data["channel"])
    narrow = RecipientsForm(request.GET)
    rows = _contacts(request.user, questionnaire, narrow, request.GET.get("customer"))
    page = paged(request, rows.select_related("customer"), order=("customer_id", "id"), size=CONTACT_ROWS)
    context = {
        "form": form,
        "narrow": narrow,
        "questionnaire": questionnaire,
        "page": page,
        "ticked": set(ticked),
        "asked": sending.asked_already(questionnaire, page.rows, at),
        "mail_goes_out": goes_out(),
        "unpublished": drafts.published(questionnaire) is None,
        "crumbs": _crumbs(questionnaire),
        "clear_url": reverse("service:questionnaire_send", args=[questionnaire.pk]),
    }
    return render(request, "service/questionnaires/send.html", context, status=422 if form.errors else 200)


def _contacts(user, questionnaire, narrow, customer):
    rows = access.recipients(user).filter(access.fits(questionnaire))
    wanted = narrow.cleaned_data if narrow.is_valid() else {}
    if customer and customer.isdecimal():
        rows = rows.filter(customer=int(customer[:18]))
    if wanted.get("q"):
        rows = rows.filter(Q(name__icontains=wanted["q"]) | Q(customer__name__icontains=wanted["q"]))
    if wanted.get("stage"):
        rows = rows.filter(customer__stage=wanted["stage"])
    return rows.filter(access.of_classes([wanted["level"]])) if wanted.get("level") else rows


def _sent(request, questionnaire, sent, channel):
    n = len(sent.made)
    if n:
        messages.success(request, ngettext("%(n)d contact is asked.", "%(n)d contacts are asked.", n) % {"n": n})
    if sent.asked:
        text = ngettext("%(n)d was asked already.", "%(n)d were asked already.", sent.asked)
        messages.warning(request, text % {"n": sent.asked})
    if sent.no_address:
        text = ngettext("%(n)d has no e-mail address.", "%(n)d have no e-mail address.", sent.no_address)
        messages.warning(request, text % {"n": sent.no_address})
    if channel == SentBy.PHONE and n == 1:
        return redirect("service:invitation_fill", sent.made[0].pk)
    return redirect("service:invitations", questionnaire.pk)


def _crumbs(questionnaire):
    return [
        (_("Questionnaires"), reverse("service:questionnaires")),
        (str(questionnaire), reverse("service:questionnaire", args=[questionnaire.pk])),
    ]


@questionnaire_page(access.SEND)
@require_GET
def invitations(request, questionnaire, at):
    """Everybody whom one asked, or whose customer one may ask."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "open"
    rows = access.invitations(request.user).filter(version__questionnaire=questionnaire).filter(TABS[tab][1](at))
    near = rows.select_related("customer", "contact", "sent_by", "version__questionnaire")
    page = paged(request, near, order=("-sent_at", "-id"), size=CONTACT_ROWS)
    here = reverse("service:invitations", args=[questionnaire.pk])
    shown = [_invitation(row, at) for row in page.rows]
    context = {
        "questionnaire": questionnaire,
        "page": page,
        "rows": shown,
        "tabs": [
            {"label": label, "url": f"{here}?tab={key}", "active": key == tab} for key, (label, _where) in TABS.items()
        ],
        "printable": any(each["open"] and each["row"].channel == SentBy.PRINT for each in shown) and tab == "open",
        "crumbs": _crumbs(questionnaire),
    }
    return render(request, "service/questionnaires/invitations.html", context)


def _invitation(row, at):
    state, tone = words.state(row, at)
    notes = [_("answered %(day)s") % {"day": day(row.answered_at)}] if row.answered_at else []
    if not row.answered_at and row.channel == SentBy.MAIL:
        notes = [_("mailed %(at)s") % {"at": minute(row.mailed_at)} if row.mailed_at else _("mail waits to be sent")]
        notes += [_("reminded %(day)s") % {"day": day(row.reminded_at)}] if row.reminded_at else []
        notes = [_("the mail server refused the address")] if row.address_refused_at else notes
    if not row.answered_at and row.drafted_at:
        notes.append(_("begun"))
    return {
        "row": row,
        "state": state,
        "tone": tone,
        "note": " · ".join(notes),
        "sent": day(row.sent_at),
        "until": day(row.expires_at - timedelta(seconds=1)),
        "open": answering.state_of(row, at) == answering.OPEN,
    }


@invitation_page
@require_POST
def withdraw(request, invitation, at):
    """The link answers nothing any more."""
    done = _("Withdrawn: the link no longer opens.")
    attempt(request, sending.withdraw_invitation, done=done, invitation_id=invitation.pk, by=request.user, at=at)
    return redirect("service:invitations", invitation.version.questionnaire_id)


@questionnaire_page(access.SEND)
@require_POST
def codes(request, questionnaire, at):
    """A sheet with a fresh code for each invitation to be printed: codes are kept nowhere, printed again they are others."""
    rows = access.invitations(request.user).filter(
        version__questionnaire=questionnaire, channel=SentBy.PRINT, pk__in=keys(request.POST.getlist("invitation"))
    )
    made = attempt(request, sending.print_codes, rows=rows, by=request.user, at=at)
    if not made:
        return redirect("service:invitations", questionnaire.pk)
    sheets = [code_sheets.sheet(invitation, token) for invitation, token in made]
    response = render(request, "service/questionnaires/codes.html", {"sheets": sheets, "questionnaire": questionnaire})
    response.headers["Cache-Control"] = "no-store, private"
    return response


@invitation_page
@require_http_methods(["GET", "POST"])
def fill(request, invitation, at):
    """Filled in by the staff while the contact is on the phone, in the same steps."""
    over = reverse("service:invitations", args=[invitation.version.questionnaire_id])
    try:
        answering.check_staff(invitation, request.user, at)
        page = fill_section(
            request,
            invitation,
            at,
            template="service/questionnaires/fill.html",
            by=request.user,
            asked=invitation,
            crumbs=[*_crumbs(invitation.version.questionnaire), (_("Invitations"), over)],
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(over)
    if page is None:
        messages.success(request, _("The answers are recorded."))
        return redirect(f"{over}?tab=answered")
    return page
