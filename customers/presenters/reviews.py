"""Reviews of files in words: dates, the reason of a date, fields and their values, rows of lists (rows M5, T2, Nf2)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.lib.money import money_text
from crm_project.lib.sensitive import ADDRESS, EMAIL, PHONE
from crm_project.lib.time import day, local_date, minute
from crm_project.lib.version_pages import department_text
from customers.domain.reviews import stored
from customers.domain.reviews.versions import STANDARD, RuleBook
from customers.models.choices import Level
from customers.rules.reviews import CLASSES

KINDS = {"address": ADDRESS, "phone": PHONE, "fax": PHONE, "email": EMAIL}
FREE = ("introduction", "needs", "profile", "business_scope", "varieties", "main_products", "downstream")


def due_text(due, at):
    """A date with how far it is away, and its tone; ("", "") without one."""
    if due is None:
        return "", ""
    days = (due - local_date(at)).days
    if days < 0:
        late = ngettext("%(n)d day overdue", "%(n)d days overdue", -days) % {"n": -days}
        return f"{due.isoformat()} · {late}", "bad"
    left = ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days} if days else _("today")
    return f"{due.isoformat()} · {left}", "warn" if days <= 7 else ""


def glance(known, at):
    """What the customer page says: (label, value) of the last and the next review."""
    if known is None:
        return []
    rows = []
    if known.last:
        rows.append((_("File reviewed"), f"{day(known.last.reviewed_at)} · {known.last.reviewed_by}"))
    if known.due_on:
        rows.append((_("Next file review"), due_text(known.due_on, at)[0]))
    return rows


def class_name(customer):
    """The group of customers by which the rules name this one."""
    if customer.vip:
        return _("VIP")
    return Level(customer.level).label if customer.level else _("Without a class")


def reason(customer, at):
    """Why the file is reviewed on this date, as a sentence; what to know where nothing asks for it."""
    book = RuleBook.on(local_date(at))
    row, review = next(iter(stored.reviews(book, [customer.pk])), ({}, None))
    if review is None:
        return _("No rules ask for regular reviews of this customer.")
    if review.by_choice:
        return _("The last reviewer chose this date.")
    rules = book.of(row["owned"] or row["department_id"]) or STANDARD
    return _("%(place)s reviews %(group)s every %(n)d days (version %(version)d), counted from %(begun)s.") % {
        "place": department_text(rules),
        "group": class_name(customer),
        "n": review.days,
        "version": rules.number,
        "begun": review.begun.isoformat(),
    }


def value_of(customer, name, regions, mask):
    """What stands in a field, as its reader may see it."""
    if name == "regions":
        return _(", ").join(str(row) for row in regions)
    value = getattr(customer, name)
    if value in (None, ""):
        return ""
    if name in KINDS:
        return mask(KINDS[name], value)
    if name == "registered_capital":
        return money_text(value)
    if name == "cooperating_since":
        return value.isoformat()
    if hasattr(customer, f"get_{name}_display"):
        return getattr(customer, f"get_{name}_display")()
    return mask.text(str(value)) if name in FREE else str(value)


def field_rows(form, customer, regions, mask):
    """[{name, label, value, field, confirmed, open}] of the form, in the order of the review."""
    confirmed = form["confirmed"].value() or []
    return [
        {
            "name": name,
            "label": form[name].label,
            "value": value_of(customer, name, regions, mask),
            "field": form[name],
            "confirmed": name in confirmed,
            "open": bool(form[name].errors),
        }
        for name in form.asked
    ]


def labels(form_fields, names):
    """Names of fields in words, in one line."""
    return _(", ").join(str(form_fields[name].label) for name in names if name in form_fields)


def past(reviews, form, mask):
    """Earlier reviews of one file."""
    return [
        {
            "when": minute(row.reviewed_at),
            "who": str(row.reviewed_by),
            "corrected": labels(form.fields, row.corrected),
            "late": row.late,
            "note": mask.text(row.note),
            "next": row.next_on.isoformat() if row.next_on else "",
        }
        for row in reviews
    ]


def file_row(customer, at):
    """One file of the lists; loaded with its owner, date and last review."""
    known = getattr(customer, "review_date", None)
    owned = customer.ownership_or_none
    text, tone = due_text(known.due_on if known else None, at)
    last = known.last if known else None
    return {
        "name": customer.name,
        "code": customer.code,
        "url": reverse("customers:detail", args=[customer.pk]),
        "review_url": reverse("customers:review", args=[customer.pk]),
        "group": class_name(customer),
        "owner": str(owned.owner) if owned else _("Public pool"),
        "last": f"{day(last.reviewed_at)} · {last.reviewed_by}" if last else "",
        "due": text,
        "tone": tone,
    }


def rule_lines(row):
    """What a version says."""
    groups = dict(zip(CLASSES, [_("VIP"), *(level.label for level in Level), _("Without a class")], strict=True))
    asked = [
        _("%(group)s: every %(n)d days") % {"group": groups[name], "n": getattr(row, name)}
        for name in CLASSES
        if getattr(row, name)
    ]
    return [
        _("from %(day)s on, version %(n)d") % {"day": row.holds_from.isoformat(), "n": row.number},
        _("; ").join(asked) or _("No reviews"),
    ]
