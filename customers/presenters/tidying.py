"""What is to be tidied as its page shows it: kinds, rows with what is wrong, progress by department (row Ne8)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm_project.lib.time import day, minute
from customers.domain.completeness import missing
from customers.domain.tidying import finding

from . import name_questions


def labels():
    """{kind: name} in the order of the tabs."""
    return {
        finding.PAIRS: _("Duplicates"),
        finding.NAMES: _("Not full names"),
        finding.GAPS: pgettext("files", "Gaps"),
        finding.DEAD: _("Dead customers"),
        finding.CONTACTS: _("Contacts who left"),
        finding.TASKS: _("Orphaned tasks"),
        finding.FILTERS: _("Orphaned filters"),
    }


def lead(kind):
    """What stands in the section, and what the button does with the ticked rows."""
    return {
        finding.PAIRS: _("Two entries that may be one company. Merge each, or mark the ticked ones as different."),
        finding.NAMES: _("Names that do not look like full ones. Correct each, or confirm the ticked ones."),
        finding.GAPS: _("Files in which a required field is empty. The owners of the ticked ones get a task."),
        finding.DEAD: _(
            "Nobody was reached for a long time, and nothing was ever signed. Release what is owned; what is in the pool is removed as invalid."
        ),
        finding.CONTACTS: _("Nothing to reach them by, or not reached three times in a row."),
        finding.TASKS: _(
            "Open tasks of closed accounts, and at removed customers. They go to the customer's owner, else to you."
        ),
        finding.FILTERS: _("Filters that people who left share with others. You keep the ticked ones from now on."),
    }[kind]


def button(kind):
    """The words on the button."""
    return {
        finding.PAIRS: _("Mark as different"),
        finding.NAMES: _("Confirm the names"),
        finding.GAPS: _("Ask the owners"),
        finding.DEAD: _("Remove as invalid"),
        finding.CONTACTS: _("Mark as left"),
        finding.TASKS: _("Pass on"),
        finding.FILTERS: _("Take over"),
    }[kind]


def done_text(kind, n):
    """What was done, for the message and for Recent actions."""
    return {
        finding.PAIRS: ngettext("%(n)d pair marked as different", "%(n)d pairs marked as different", n),
        finding.NAMES: ngettext("%(n)d name confirmed", "%(n)d names confirmed", n),
        finding.GAPS: ngettext("%(n)d owner asked to complete a file", "%(n)d tasks given to complete files", n),
        finding.DEAD: ngettext("%(n)d dead customer removed", "%(n)d dead customers removed", n),
        finding.CONTACTS: ngettext("%(n)d contact marked as left", "%(n)d contacts marked as left", n),
        finding.TASKS: ngettext("%(n)d task passed on", "%(n)d tasks passed on", n),
        finding.FILTERS: ngettext("%(n)d filter taken over", "%(n)d filters taken over", n),
    }[kind] % {"n": n}


def row(kind, found, mask):
    """{pk, title, url, note, link}: what is wrong with one row; `mask` hides numbers in what people typed."""
    return {"pk": found.pk, **_ROWS[kind](found, mask)}


def _customer(customer):
    held = customer.ownership_or_none
    owner = str(held.owner) if held else _("Public pool")
    return {
        "title": customer.name,
        "url": reverse("customers:detail", args=[customer.pk]),
        "code": f"{customer.code} · {owner}",
    }


def _pair(pair, mask):
    merge = reverse("customers:merge", args=[pair.one_id, pair.other_id])
    note = f"{pair.get_how_display()} · {pair.score} / 100"
    return (
        _customer(pair.one)
        | {"title": f"{pair.one.name} · {pair.other.name}", "note": note, "link": merge}
        | {"link_label": _("Compare and merge")}
    )


def _name(doubt, mask):
    note = " ".join(str(text) for text in name_questions.group_names(doubt.codes))
    return _customer(doubt.customer) | {"note": note}


def _gap(customer, mask):
    lacking = missing(customer, contacts=list(customer.contacts.all()), regions=list(customer.regions.all()))
    return _customer(customer) | {"note": _(", ").join(str(label) for label in lacking)}


def _dead(customer, mask):
    last = customer.last_followup_at
    spoke = _("last follow-up %(day)s") % {"day": day(last)} if last else _("no follow-up ever")
    reach = any(one.active and (one.mobile or one.phone) for one in customer.contacts.all())
    number = "" if customer.phone or reach else _("no phone number")
    return _customer(customer) | {"note": " · ".join(filter(None, [spoke, number]))}


def _contact(contact, mask):
    nothing = not (contact.mobile or contact.phone or contact.email or contact.im)
    note = _("nothing to reach them by") if nothing else _("not reached three times in a row")
    title = " · ".join(filter(None, [contact.name, contact.title]))
    return _customer(contact.customer) | {"title": f"{title} · {contact.customer.name}", "note": note}


def _task(task, mask):
    url = reverse("customers:detail", args=[task.customer_id]) if task.customer_id else ""
    about = [str(task.assignee), task.customer.name if task.customer else "", minute(task.due_at)]
    return {"title": mask.text(task.title), "url": url, "note": " · ".join(filter(None, about)), "code": ""}


def _filter(found, mask):
    return {"title": found.name, "url": "", "note": f"{found.owner} · {found.get_shared_display()}", "code": ""}


_ROWS = {
    finding.PAIRS: _pair,
    finding.NAMES: _name,
    finding.GAPS: _gap,
    finding.DEAD: _dead,
    finding.CONTACTS: _contact,
    finding.TASKS: _task,
    finding.FILTERS: _filter,
}


def progress(lines):
    """[{name, cells, done}] by department."""
    return [{"name": str(line.department), "cells": list(line.open.values()), "done": line.done} for line in lines]
