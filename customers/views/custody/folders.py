"""Archive folders: those of a customer, one with its log, filing, changing, labels, the keeper's list (row T6)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.paging import paged
from crm_project.lib.query_values import keys
from crm_project.lib.views import attempt_form, now, pdf_answer, posted
from customers.domain.access.masking import mask_for, shown
from customers.domain.custody import access, filing, listing
from customers.domain.custody.handing import waiting_loans
from customers.models import FolderLoan, PaperFolder
from customers.presenters.custody import labels as printed
from customers.presenters.custody import words

from ...forms.custody import FolderForm, NarrowForm
from ..loading import customer_page
from .loading import kept_folder, open_folder

MOST_LABELS = 140


@require_GET
@customer_page
def of_customer(request, customer, ownership, at):
    """The folders of one customer, and who has them."""
    rows = listing.with_loans(PaperFolder.objects.filter(customer=customer))
    page = paged(request, rows, order=("number", "id"))
    context = {
        "customer": customer,
        "page": page,
        "rows": [words.folder_line(row, at) for row in shown(request.user, page.rows)],
        "may_keep": not customer.removed_at and access.may_keep(request.user, customer, ownership),
    }
    return render(request, "customers/custody/of_customer.html", context)


@require_http_methods(["GET", "POST"])
@customer_page
def new(request, customer, ownership, at):
    """File a folder of this customer."""
    if not access.may_keep(request.user, customer, ownership):
        raise PermissionDenied
    form = FolderForm(posted(request))
    row = attempt_form(form, filing.file_folder, customer=customer, by=request.user, at=at)
    if row:
        messages.success(request, _("%(number)s was filed: print its label.") % {"number": row})
        return redirect("customers:folder", row.pk)
    context = {"form": form, "customer": customer, "back": reverse("customers:folders_of", args=[customer.pk])}
    return render(request, "customers/custody/folder_form.html", context, status=422 if form.errors else 200)


@allowed("customer.view")
@require_GET
def folder(request, pk):
    """One folder: where it is, who waits for it, what was done with it."""
    at = now()
    row, ownership = open_folder(request, pk, at)
    user, mask = request.user, mask_for(request.user, row.customer, ownership, at)
    own = row.loans.filter(borrower=user, status__in=FolderLoan.RUNNING)
    own = list(own.select_related("borrower", "folder__customer", "folder__place"))
    asked = listing.requests_of(own)
    page = paged(request, row.entries.select_related("by"), order=("-id",))
    keeps = access.may_keep(user, row.customer, ownership)
    context = {
        "row": mask.row(row),
        "customer": row.customer,
        "state": words.state(row, at),
        "line": words.folder_line(listing.with_loans(PaperFolder.objects.filter(pk=pk)).get(), at),
        "waiting": [words.loan_line(loan, at) for loan in shown(user, waiting_loans(row), lambda _row: row.customer)],
        "own": [words.loan_line(loan, at) | {"request": asked.get(loan.pk)} for loan in own],
        "may_borrow": not own,
        "may_keep": keeps,
        "lost": row.status == PaperFolder.Status.LOST,
        "page": page,
        "entries": words.history(page.rows, mask),
    }
    return render(request, "customers/custody/folder.html", context)


@allowed(access.RIGHT)
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Change what is known of a folder, and where it stands."""
    at = now()
    row, ownership = kept_folder(request, pk, at)
    mask = mask_for(request.user, row.customer, ownership, at)
    known = {"kind": row.kind, "title": mask.text(row.title), "contents": mask.text(row.contents), "place": row.place}
    form = FolderForm(posted(request), initial=known, place=row.place_id)
    if attempt_form(form, filing.change_folder, folder_id=row.pk, by=request.user, at=at):
        messages.success(request, _("Saved."))
        return redirect("customers:folder", row.pk)
    context = {
        "form": form,
        "customer": row.customer,
        "row": row,
        "back": reverse("customers:folder", args=[row.pk]),
    }
    return render(request, "customers/custody/folder_form.html", context, status=422 if form.errors else 200)


@allowed(access.RIGHT)
@require_GET
def listed(request):
    """For the people who keep the folders: what is out and with whom, overdue, to hand out, all."""
    at, tab = now(), request.GET.get("tab")
    labels = {
        listing.OUT: _("Lent"),
        listing.OVERDUE: _("Overdue"),
        listing.TO_LEND: _("To hand out"),
        listing.LOST: _("Reported lost"),
        listing.ALL: _("All folders"),
    }
    tab = tab if tab in labels else listing.OUT
    form = NarrowForm(request.GET)
    form.is_valid()
    narrow = {"place": form.cleaned_data.get("place"), "text": form.cleaned_data.get("q", "").strip()}
    of_folders = tab in (listing.ALL, listing.LOST)
    if of_folders:
        found = listing.with_loans(listing.folders(request.user, at, tab=tab, **narrow))
        page = paged(request, found, order=("number", "id"))
        lines = [words.folder_line(row, at) for row in shown(request.user, page.rows)]
    else:
        page = paged(request, listing.loans(request.user, at, tab=tab, **narrow), order=("until_on", "id"))
        rows = shown(request.user, page.rows, lambda row: row.folder.customer)
        lines = [words.loan_line(row, at) for row in rows]
    keep = {name: request.GET[name] for name in ("q", "place") if request.GET.get(name)}
    root = reverse("customers:folders")
    context = {
        "form": form,
        "tab": tab,
        "tabs": [
            {"label": label, "url": f"{root}?{urlencode({'tab': key, **keep})}", "active": key == tab}
            for key, label in labels.items()
        ],
        "page": page,
        "rows": lines,
        "of_folders": of_folders,
        "narrowed": bool(keep),
        "may_lists": may(request.user, "lists.manage"),
        "may_count": access.counts(request.user),
    }
    return render(request, "customers/custody/list.html", context)


@allowed(access.RIGHT)
@require_GET
def labels(request):
    """Labels as PDF: of the folders in the address (`folder`), or of a customer."""
    at = now()
    rows = access.kept(request.user, at).select_related("customer__department", "place").order_by("number")
    if request.GET.get("customer"):
        rows = rows.filter(customer__in=keys([request.GET["customer"]]))
    else:
        rows = rows.filter(pk__in=keys(request.GET.getlist("folder")))
    found = list(shown(request.user, rows[:MOST_LABELS]))
    if not found:
        messages.info(request, _("Choose folders first: their labels are printed on one sheet."))
        return redirect(f"{reverse('customers:folders')}?tab={listing.ALL}")
    return pdf_answer(printed.sheet(found), "labels.pdf")
