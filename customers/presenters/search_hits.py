"""What the search shows of customers, of people at them and of their numbers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.lib.search_kind import Answer, Hit, Link
from customers.domain.access.lookups import reference
from customers.domain.search import contacts, customers
from customers.rules import names

from .formerly import formerly

DETAIL = "customers:detail"


def only_form(text):
    """Why nothing is found by a legal form alone; "" for any other text."""
    if not names.is_legal_form(names.simplify(names.normalise(text))):
        return ""
    return _("“%(text)s” stands in nearly every name and is not searched: add another part of the name.") % {
        "text": text
    }


def nothing_found(text):
    """What to do where nothing was found."""
    return only_form(text) or _("Check the spelling, or enter a code or at least 4 digits of a phone number.")


def _page(pk, part=""):
    return reverse(DETAIL, args=[pk]) + (f"?part={part}" if part else "")


def _scope(asked):
    """Whose pages the person opens; three kinds ask."""
    return asked.once(customers.worked_on)


def customer_hits(asked):
    """Customers that one sees; those of others with name, code, owner and what may be asked about them."""
    found = customers.find_customers(
        asked.user, asked.text, asked.at, _scope(asked), asked.limit, asked.once_of(customers.named)
    )
    before = customers.former_names(found.seen, asked.text)
    closed = customers.closed_files(asked.user, found.seen)
    hits = [_seen(row, asked.user, before.get(row["pk"], ""), row["pk"] in closed) for row in found.seen]
    hits += [_other(customer, asked.user) for customer in found.others]
    notice = found.refused
    if found.more and not hits:
        notice = _("Customers of colleagues match. Type more of the name to see whose they are.")
    return Answer(hits, notice)


def _seen(row, user, before="", closed=False):
    owner = _owner(row, user)
    formerly = _("formerly %(name)s") % {"name": before} if before and before != row["name"] else ""
    note = " · ".join(filter(None, [row["code"], owner, formerly]))
    if closed:
        return Hit(row["name"], "", note, _("restricted file"), icon="lock")
    if not row["pooled_at"]:
        return Hit(row["name"], _page(row["pk"]), note)
    claim = Link(_("Claim"), reverse("assignment:claim_form", args=[row["pk"]]))
    links = (claim,) if may(user, "customer.claim") else ()
    return Hit(row["name"], _page(row["pk"]), note, _("in the pool"), "info", links=links)


def _owner(row, user):
    if row["ownership__owner"] == user.pk:
        return _("yours")
    return row["ownership__owner__full_name"] or ""


def _other(customer, user):
    """Nothing but name, code and owner (Ni5); the links lead on for half a day."""
    held = customer.ownership_or_none
    if held is None:
        return Hit(customer.name, "", customer.code, _("in the pool"), "info", "lock")
    links: tuple[Link, ...] = ()
    if may(user, "customer.claim"):
        ref = f"?ref={reference(user, customer.pk)}"
        links = tuple(
            Link(label, reverse(name, args=[customer.pk]) + ref)
            for label, name in (
                (_("Request cooperation"), "assignment:cooperation"),
                (_("Ownership dispute (validity)"), "assignment:validity"),
                (_("Report a conflict"), "assignment:conflict"),
                (_("Hand in information"), "customers:information_new"),
            )
        )
    owner = _("belongs to %(owner)s") % {"owner": held.owner}
    return Hit(customer.name, "", f"{customer.code} · {owner}", icon="lock", links=links)


def former_hits(asked):
    """Customers that the person held once, whoever has them now or whatever they were merged into: each leads to why it went."""
    known = asked.once_of(customers.named) or ((), ())
    rows = formerly(asked.user, asked.text, found_any=True, also=[*known[0], *known[1]])
    return Answer([_former(row) for row in rows[: asked.limit]])


def _former(row):
    until = _("yours until %(day)s") % {"day": row["until"]}
    return Hit(row["name"], row["url"], f"{row['code']} · {until}", _("formerly yours"))


def customers_named(user, keys, at):
    """{key: Hit} of these customers, as far as their pages open."""
    seen = customers.worked_on(user, at).filter(pk__in=keys).values_list("pk", flat=True)
    rows = customers.rows_of(list(seen))
    closed = customers.closed_files(user, rows)
    return {row["pk"]: _seen(row, user) for row in rows if row["pk"] not in closed}


def contact_hits(asked):
    """People at customers."""
    if asked.number:
        return Answer()
    rows = contacts.find_contacts(asked.user, asked.text, _scope(asked), asked.limit)
    return Answer([_contact(row) for row in rows])


def _contact(row):
    note = " · ".join(filter(None, [row["title"], row["customer__name"]]))
    return Hit(row["name"], _page(row["customer_id"], "contacts"), note, "" if row["active"] else _("left"))


def number_hits(asked):
    """Whose number it is."""
    if not asked.number:
        return Answer()
    rows = contacts.find_numbers(asked.user, asked.text, _scope(asked), asked.limit)
    return Answer([_number(row) for row in rows])


def _number(row):
    note = " · ".join(filter(None, [row["digits"], row["contact__name"]]))
    return Hit(row["customer__name"], _page(row["customer_id"]), note)
