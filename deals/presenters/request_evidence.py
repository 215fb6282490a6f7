"""What a decider needs to know about a discount, a correction, a sales plan (rows Na10, Na11, Nf3)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.lib.money import amount_text
from deals.domain.discounts import limit_of, plain
from deals.models import Deal, Quote, SalesPlan
from deals.rules import request_kinds


def _money(value, currency):
    return f"{amount_text(value)} {currency}"


def brief(row):
    """The figures for the card in the inbox, from the request itself: no query."""
    if row.kind == request_kinds.DISCOUNT and "discount" in row.evidence:
        return [
            (_("Discount"), f"{plain(row.evidence['discount'])} %"),
            (_("Total"), _money(row.evidence["total"], row.evidence["currency"])),
        ]
    if row.kind == request_kinds.DEAL_FIGURE:
        return _both(row)
    return []


def _both(row):
    """[(figure, old → new)] of what a correction changes."""
    old, currency, out = row.evidence.get("old", {}), row.evidence.get("currency", ""), []
    for name, label in (("amount", _("Amount")), ("closed_on", _("Closing day"))):
        was, now = old.get(name, ""), row.arguments.get(name, "")
        if was != now:
            said = (_money(was, currency), _money(now, currency)) if name == "amount" else (was, now)
            out.append((label, _("%(old)s → %(new)s") % {"old": said[0], "new": said[1]}))
    return out


def discount(row, user):
    """Facts beside a request for a discount, with the lines that go beyond the list price."""
    quote = Quote.objects.select_related("deal").filter(pk=row.arguments.get("quote_id")).first()
    if quote is None:
        return {}
    facts = [
        (_("Deal"), quote.deal.name),
        (_("Total"), _money(quote.total, quote.currency)),
        (_("Limit of the applicant"), f"{plain(row.evidence.get('limit') or 0)} %"),
        (_("Your own limit"), f"{plain(limit_of(user))} %"),
    ]
    for line in quote.lines.select_related("product").order_by("-discount")[:6]:
        price = _("%(n)s at %(price)s, less %(discount)s %%") % {
            "n": plain(line.quantity),
            "price": _money(line.list_price, quote.currency),
            "discount": plain(line.discount),
        }
        facts.append((str(line.product), price))
    return {"facts": facts, "open_url": reverse("deals:quote", args=[quote.pk]), "open_label": _("Open the quote")}


def correction(row):
    """Both values of a won deal's figures."""
    deal = Deal.objects.filter(pk=row.arguments.get("deal_id")).first()
    if deal is None:
        return {}
    facts = [(_("Deal"), deal.name), *_both(row)]
    return {"facts": facts, "open_url": reverse("deals:detail", args=[deal.pk]), "open_label": _("Open the deal")}


def plan(row):
    """The figures of a sales plan."""
    found = SalesPlan.objects.filter(pk=row.arguments.get("plan_id")).first()
    if found is None:
        return {}
    facts = [
        (_("Period"), f"{found.get_span_display()} · {found.starts_on.isoformat()}"),
        (_("Amount to be won"), _money(found.amount, found.currency)),
        (_("New customers"), str(found.new_customers)),
        (_("Visits"), str(found.visits)),
    ]
    return {"facts": facts, "open_url": reverse("deals:plans"), "open_label": _("Open the plans")}
