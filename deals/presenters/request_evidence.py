"""What a decider needs to know about a discount, a correction, a sales plan (rows Na10, Na11, Nf3)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.lib.money import money_text, price_text, quantity_text
from deals.domain.discounts import limit_of
from deals.models import Deal, Quote, SalesPlan


def discount_figures(row):
    """The figures for the card in the inbox, from the request itself: no query."""
    if "discount" not in row.evidence:
        return []
    return [
        (_("Discount"), f"{quantity_text(row.evidence['discount'])} %"),
        (_("Total"), money_text(row.evidence["total"], row.evidence["currency"])),
    ]


def changed_figures(row):
    """[(figure, old → new)] of what a correction changes, from the request itself: no query."""
    old, currency, out = row.evidence.get("old", {}), row.evidence.get("currency", ""), []
    for name, label in (("amount", _("Amount")), ("closed_on", _("Closing day"))):
        was, now = old.get(name, ""), row.arguments.get(name, "")
        if was != now:
            said = (money_text(was, currency), money_text(now, currency)) if name == "amount" else (was, now)
            out.append((label, _("%(old)s → %(new)s") % {"old": said[0], "new": said[1]}))
    return out


def discount(row, customer, user, at):
    """Facts beside a request for a discount, with the lines that go beyond the list price."""
    quote = Quote.objects.select_related("deal").filter(pk=row.arguments.get("quote_id")).first()
    if quote is None:
        return {}
    facts = [
        (_("Deal"), quote.deal.name),
        (_("Total"), money_text(quote.total, quote.currency)),
        (_("Limit of the applicant"), f"{quantity_text(row.evidence.get('limit') or 0)} %"),
        (_("Your own limit"), f"{quantity_text(limit_of(user))} %"),
    ]
    for line in quote.lines.select_related("product").order_by("-discount")[:6]:
        price = _("%(n)s at %(price)s, less %(discount)s %%") % {
            "n": quantity_text(line.quantity),
            "price": price_text(line.list_price, quote.currency, line.product.unit),
            "discount": quantity_text(line.discount),
        }
        facts.append((str(line.product), price))
    return {"facts": facts, "opens": [(_("Open the quote"), reverse("deals:quote", args=[quote.pk]))]}


def correction(row, customer, user, at):
    """Both values of a won deal's figures."""
    deal = Deal.objects.filter(pk=row.arguments.get("deal_id")).first()
    if deal is None:
        return {}
    facts = [(_("Deal"), deal.name), *changed_figures(row)]
    return {"facts": facts, "opens": [(_("Open the deal"), reverse("deals:detail", args=[deal.pk]))]}


def plan(row, user, at):
    """The figures of a sales plan."""
    found = SalesPlan.objects.filter(pk=row.arguments.get("plan_id")).first()
    if found is None:
        return {}
    facts = [
        (_("Period"), f"{found.get_span_display()} · {found.starts_on.isoformat()}"),
        (_("Target amount"), money_text(found.amount, found.currency)),
        (_("New customers"), str(found.new_customers)),
        (_("Visits"), str(found.visits)),
    ]
    return {"facts": facts, "opens": [(_("Open the plans"), reverse("deals:plans"))]}
