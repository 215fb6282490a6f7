"""Folders and loans in words: where a folder is, how a loan stands (row T6)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.lib.time import day, local_date, minute
from customers.domain.custody.handing import out_loan
from customers.models import FolderEntry, FolderLoan, PaperFolder, StockTakeLine
from customers.rules.custody.periods import is_late

Status, Kind, Verdict = FolderLoan.Status, FolderEntry.Kind, StockTakeLine.Verdict
TONES = {
    Status.ASKED: "info",
    Status.APPROVED: "accent",
    Status.OUT: "warn",
    Status.RETURNED: "ok",
    Status.LOST: "bad",
    Status.REFUSED: "bad",
    Status.WITHDRAWN: "",
    Status.ENDED: "",
}


def state(folder, at, loan=None):
    """Where a folder is, in one sentence; `loan`: the one by which it is out, where it was loaded."""
    if folder.status == PaperFolder.Status.LOST:
        return _("reported lost")
    if folder.status == PaperFolder.Status.IN:
        return _("in its place: %(place)s") % {"place": folder.place}
    loan = loan or out_loan(folder)
    if loan is None:
        return _("lent")
    said = {"person": loan.borrower, "day": loan.until_on.isoformat()}
    if is_late(loan.until_on, local_date(at)):
        return _("lent to %(person)s, overdue since %(day)s") % said
    return _("lent to %(person)s until %(day)s") % said


def folder_line(folder, at):
    """One folder in a list; its loan lies in `out_loans`, prefetched by `listing.with_loans`."""
    loan = next(iter(folder.out_loans), None)
    late = loan is not None and is_late(loan.until_on, local_date(at))
    tones = {PaperFolder.Status.IN: "ok", PaperFolder.Status.OUT: "warn", PaperFolder.Status.LOST: "bad"}
    return {
        "pk": folder.pk,
        "number": folder.number,
        "url": reverse("customers:folder", args=[folder.pk]),
        "title": folder.title,
        "kind": folder.get_kind_display(),
        "place": str(folder.place),
        "customer": folder.customer.name,
        "customer_url": reverse("customers:detail", args=[folder.customer_id]),
        "status": _("Overdue") if late else folder.get_status_display(),
        "tone": "bad" if late else tones[folder.status],
        "state": state(folder, at, loan),
        "borrower": str(loan.borrower) if loan else "",
        "since": day(loan.handed_at) if loan else "",
        "until": loan.until_on.isoformat() if loan else "",
    }


def loan_status(loan, at):
    """(label, tone) of a loan now."""
    today = local_date(at)
    if loan.status == Status.OUT and is_late(loan.until_on, today):
        return _("Overdue"), "bad"
    if loan.status == Status.RETURNED and loan.late:
        return _("Returned late"), "warn"
    if loan.form == FolderLoan.Form.VIEW and loan.status == Status.APPROVED:
        return (_("Ended"), "") if is_late(loan.until_on, today) else (_("May look"), "ok")
    return loan.get_status_display(), TONES[loan.status]


def loan_line(loan, at):
    """One loan in a list, with its folder."""
    label, tone = loan_status(loan, at)
    folder = loan.folder
    return {
        "pk": loan.pk,
        "number": folder.number,
        "folder_pk": folder.pk,
        "title": folder.title,
        "customer": folder.customer.name,
        "place": str(folder.place),
        "borrower": str(loan.borrower),
        "left": not loan.borrower.is_active,
        "form": loan.get_form_display(),
        "paper": loan.form == FolderLoan.Form.PAPER,
        "reason": loan.reason,
        "period": f"{loan.from_on} – {loan.until_on}",
        "until": loan.until_on.isoformat(),
        "handed": minute(loan.handed_at),
        "returned": minute(loan.returned_at),
        "status": label,
        "tone": tone,
        "out": loan.status == Status.OUT,
        "approved": loan.status == Status.APPROVED and loan.form == FolderLoan.Form.PAPER,
        "statement": loan.statement,
    }


def history(entries, mask):
    """What was done with a folder."""
    unnamed = _("by itself")
    return [
        {
            "what": _("%(person)s %(action)s") % {"person": one.by or unnamed, "action": one.get_kind_display()},
            "when": minute(one.at),
            "text": mask.text(_text(one)),
        }
        for one in entries
    ]


def _text(entry):
    """What a stock-take found is kept as a code and said in the reader's language."""
    place, _colon, found = entry.text.rpartition(": ")
    if entry.kind == Kind.COUNTED and found in Verdict.values:
        return f"{place}: {Verdict(found).label}"
    return entry.text
