"""The board: open deals by stage, a capped number of cards each, the sums beside them; constant queries (row Na9)."""

from django.db.models import Case, Count, F, IntegerField, Sum, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _

from customers.domain.access.masking import of_rows
from deals.models import Deal, Pipeline

OPEN_FIRST = Case(When(status="open", then=0), default=1, output_field=IntegerField())
# Cards shown in a column; the list shows the rest.
CARDS = 12
CARD_COLUMNS = (
    "pk",
    "name",
    "stage_id",
    "amount",
    "currency",
    "expected_close",
    "update_due",
    "next_step",
    "customer_id",
    "customer__name",
    "customer__ownership__owner__full_name",
)


def columns(pipeline, rows, user):
    """[{stage, key, label, cards, n, count, none, sums: [(amount, currency)], all_url, all_text}] for these deals; four queries, however many
    deals."""
    stages = list(pipeline.stages.order_by("number"))
    here = rows.filter(status="open", stage__in=[stage.pk for stage in stages]).order_by()
    cards, sums = {}, {}
    placed = here.annotate(
        place=Window(RowNumber(), partition_by=F("stage_id"), order_by=[F("expected_close").asc(), F("pk").asc()])
    )
    # Ids first: names and owners are joined to the few that are shown, not to all that are counted.
    ids = list(placed.filter(place__lte=CARDS).values_list("pk", flat=True))
    found = list(Deal.objects.filter(pk__in=ids).order_by("stage_id", "expected_close", "pk").values(*CARD_COLUMNS))
    masks = of_rows(user, found)
    for card in found:
        mask = masks[card["customer_id"]]
        card |= {name: mask.text(card[name]) for name in ("name", "next_step")}
        cards.setdefault(card["stage_id"], []).append(card)
    for row in here.values("stage_id", "currency").annotate(n=Count("pk"), total=Sum("amount")):
        sums.setdefault(row["stage_id"], []).append(row)
    out = []
    for stage in stages:
        # One switched off meanwhile shows as long as a deal stands there.
        if not stage.active and stage.pk not in sums:
            continue
        n = sum(row["n"] for row in sums.get(stage.pk, ()))
        out.append(
            {
                "stage": stage,
                "key": stage.pk,
                "label": str(stage),
                "cards": cards.get(stage.pk, []),
                "n": n,
                "count": n,
                "none": not n,
                "all_url": f"{reverse('deals:list')}?stage={stage.pk}" if n > CARDS else "",
                "all_text": _("Show all %(n)s") % {"n": n},
                "sums": [
                    (row["total"], row["currency"])
                    for row in sorted(sums.get(stage.pk, ()), key=lambda row: -row["total"])
                ],
            }
        )
    return out


def won_since(rows, moment):
    """(number, [(amount, currency)]) of what was won since then; one query."""
    found = list(
        rows.filter(status="won", closed_at__gte=moment)
        .order_by()
        .values("currency")
        .annotate(n=Count("pk"), total=Sum("amount"))
    )
    return sum(row["n"] for row in found), [(row["total"], row["currency"]) for row in found]


def pipelines_in_use():
    """Every pipeline, the standard one first."""
    return list(Pipeline.objects.all())


def recent(rows, customer):
    """A customer's deals for its page, the open ones first."""
    return list(
        rows.filter(customer=customer).select_related("stage__pipeline", "owner").order_by(OPEN_FIRST, "-pk")[:100]
    )
