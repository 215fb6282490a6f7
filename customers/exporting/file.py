"""The file that an export hands out: what a row says, numbers hidden, a mark in every row and on every page (rows Na4, Nb4, Nf15)."""

from collections import defaultdict
from functools import cache

from django.db.models import F, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.accounts.models import Department
from crm_project.lib.csv_file import CsvWriter
from crm_project.lib.sensitive import PHONE
from crm_project.lib.time import iso, minute
from crm_project.lib.xlsx import Book
from customers.domain.access.masking import masks_of
from customers.importing.kinds import every_kind
from customers.importing.sheets import about_title
from customers.models import Contact, Customer, ListItem
from customers.models.choices import Kind, Segment, Stage, ValueRating

from .print_file import write_list

AT_ONCE = 2_000
MORE = ("deadline", "last_followup_at", "pooled_at", "entered_at")


def watermark(job):
    """Who and when, as it stands in every row: an import knows by it what the row said when it left."""
    return f"{job.by.username} · {iso(job.at)}"


@cache
def _columns():
    """What `import_data customers` takes, so that a file can come back; history-only columns stay out."""
    return tuple(name for name in every_kind()["customers"].headings if name != "bad_debt")


def _headings(job):
    """In the reader's language; an import understands them in either."""
    columns = every_kind()["customers"].headings
    more = [_("Deadline"), _("Last follow-up"), _("In the pool since"), _("Entered on")] if job.more else []
    return [*(str(columns[name]) for name in _columns()), *more, pgettext("column of a file", "exported")]


def write_file(job, path, ids, *, note, progress):
    """Write the customers with these primary keys to `path`, as a workbook, CSV or PDF; `progress(rows)` is told how far it is."""
    {"xlsx": _workbook, "csv": _csv, "pdf": _paper}[job.format](job, path, ids, note, progress)


def _paper(job, path, ids, note, progress):
    """The list to be printed (M3)."""
    write_list(path, (row for row in _found(job, ids, progress)), line=_line(job), note=note, total=len(ids))


def _line(job):
    return _("%(person)s (%(username)s), %(when)s, confidential") % {
        "person": job.by,
        "username": job.by.username,
        "when": minute(job.at),
    }


def _workbook(job, path, ids, note, progress):
    book = Book(_line(job))
    headings = _headings(job)
    sheet = book.sheet(_("Customers"), headings, widths=[32, 12, 20, 14, 22, 12, 22])
    for row in _rows(job, ids, progress):
        sheet.append(row)
    about = book.sheet(about_title(), [_("About this file"), ""], widths=[24, 80], wrap=True)
    for pair in [
        (_("Exported by"), f"{job.by} ({job.by.username})"),
        (_("Time"), iso(job.at)),
        (_("Customers"), str(len(ids))),
        (_("Reason"), job.reason),
        (_("List"), job.query or _("all")),
        (_("Truncated"), note or _("no")),
        (_("Hidden numbers"), _("Numbers and addresses that the exporting person may not see are masked.")),
    ]:
        about.append(pair)
    book.save(path)


def _csv(job, path, ids, note, progress):
    # The mark of the byte order tells Excel that this is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = CsvWriter(file)
        out.row(_headings(job))
        out.rows(_rows(job, ids, progress))


# What stands in the file as people call it.
CHOICES: dict[str, type[TextChoices]] = {
    "stage": Stage,
    "kind": Kind,
    "value_rating": ValueRating,
    "segment": Segment,
}
_PLAIN = ("stage", "kind", "address", "phone", "email", "introduction", "value_rating", "segment")


def _rows(job, ids, progress):
    """The rows of the file."""
    said = watermark(job)
    return (_row(row, job, said) for row in _found(job, ids, progress))


def _found(job, ids, progress):
    """{column: value} of each customer, two thousand at a time."""
    departments = {d.pk: _path(d) for d in Department.objects.select_related("parent__parent__parent")}
    items = {item.pk: str(item) for item in ListItem.objects.all()}
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        yield from _part(part, job.by, departments, items)
        progress(min(start + AT_ONCE, len(ids)))


def _path(department):
    return f"{_path(department.parent)}/{department}" if department.parent_id else str(department)


def _part(ids, user, departments, items):
    """{column: value} of each of these customers, in order."""
    masks = masks_of(user, Customer.objects.filter(pk__in=ids).only("pk", "vip", "level"))
    regions = defaultdict(list)
    operating = Customer.regions.through.objects.filter(customer_id__in=ids).order_by("pk")
    for customer, item in operating.values_list("customer_id", "listitem_id"):
        regions[customer].append(items[item])
    contacts = {}
    for contact in (
        Contact.objects.filter(customer_id__in=ids, active=True)
        .order_by("customer_id", "-key", "pk")
        .values("customer_id", "name", "title", "mobile", "key")
    ):
        contacts.setdefault(contact["customer_id"], contact)
    columns = (
        "pk",
        "code",
        "name",
        *_PLAIN,
        "tax_id",
        "vip",
        "department_id",
        "type_id",
        "site_id",
        "trade_id",
        "stage_since",
        "pooled_at",
        "created_at",
        "last_followup_at",
    )
    owner = {
        "owner": F("ownership__owner__username"),
        "owner_name": F("ownership__owner__full_name"),
        "since": F("ownership__since"),
        "deadline": F("ownership__release_at"),
    }
    yes, no = _("yes"), _("no")
    for row in Customer.objects.filter(pk__in=ids).order_by("pk").values(*columns, **owner):
        mask, contact = masks[row["pk"]], contacts.get(row["pk"], {})
        yield {
            **{name: mask.text(mask.column(name, row[name])) for name in _PLAIN},
            "code": row["code"],
            "full_name": row["name"],
            "department": departments[row["department_id"]],
            "owner": row["owner"],
            "owner_name": row["owner_name"] or row["owner"],
            "owned_since": iso(row["since"]),
            "stage_since": iso(row["stage_since"]),
            "region": "; ".join(regions[row["pk"]]),
            **{name: items.get(row[f"{name}_id"]) for name in ("type", "site", "trade")},
            "vip": yes if row["vip"] else no,
            "tax_id": row["tax_id"],  # its digits are no telephone number
            "contact_name": contact.get("name"),
            "contact_title": contact.get("title"),
            "contact_mobile": mask(PHONE, contact.get("mobile", "")),
            "contact_key": (yes if contact["key"] else no) if contact else None,
            "deadline": iso(row["deadline"]) if row["deadline"] and row["deadline"].year < 9000 else None,
            "last_followup_at": iso(row["last_followup_at"]),
            "pooled_at": iso(row["pooled_at"]),
            "entered_at": iso(row["created_at"]),
        }


def _row(row, job, said):
    named = {name: row[name] and str(words(row[name]).label) for name, words in CHOICES.items()}
    return (
        [named.get(name, row[name]) or None for name in _columns()]
        + ([row[name] for name in MORE] if job.more else [])
        + [said]
    )
