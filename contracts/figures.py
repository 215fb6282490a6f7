"""The figures of contracts and payments (rows Z2, Nf3)."""

from django.db.models import Count, Sum
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from contracts.domain import result_figures
from crm_project.lib.figure import MONEY, Figure, FigureRow, FigureSource, key_of
from crm_project.lib.money import cents

FIGURES = (
    Figure(
        "contracts",
        _("Contracts"),
        _(
            "Confirmed contracts by the day on which they were signed, for each person with a share in the result. Void ones do not count."
        ),
    ),
    Figure(
        "contract_amount",
        _("Contract amount"),
        _(
            "The amounts of these contracts, divided by the shares that were decided. Contracts in other currencies do not count."
        ),
        MONEY,
    ),
    Figure(
        "payments_received",
        _("Payments received"),
        _(
            "Payments by the day on which they came in, as far as they were matched to confirmed contracts, divided by the shares in these contracts. Void payments and other currencies do not count."
        ),
        MONEY,
    ),
)


def _count(people, first, last):
    rows = result_figures.shares(people, first, last).order_by()
    out = {(person, "contracts"): n for person, n in rows.values_list("user_id").annotate(n=Count("pk"))}
    amounts = result_figures.in_cny(rows).values_list("user_id").annotate(total=Sum("part"))
    out |= {(person, "contract_amount"): cents(total) for person, total in amounts}
    money = result_figures.received(people, first, last).order_by().values_list("person").annotate(total=Sum("part"))
    return out | {(person, "payments_received"): cents(total) for person, total in money}


def _rows(keys, person, first, last):
    return {key: _rows_of(key, person, first, last) for key in keys}


def _rows_of(key, person, first, last):
    return _payments(person, first, last) if key == "payments_received" else _contracts(key, person, first, last)


def _payments(person, first, last):
    rows = result_figures.received([person], first, last).select_related("payment", "instalment__contract")
    return [
        FigureRow(
            one.payment.received_on,
            one.payment.customer_id,
            said("Payment for %(contract)s") % {"contract": one.instalment.contract.number},
            one.part,
            key=key_of(one),
        )
        for one in rows.order_by("-payment__received_on", "-pk")
    ]


def _contracts(key, person, first, last):
    rows = result_figures.shares([person], first, last).select_related("contract")
    if key == "contract_amount":
        rows = result_figures.in_cny(rows)
    return [
        FigureRow(
            one.contract.signed_at,
            one.contract.customer_id,
            one.contract.number,
            1 if key == "contracts" else one.part,
            key=key_of(one),
        )
        for one in rows.order_by("-contract__signed_at", "-pk")
    ]


SOURCES = (FigureSource(30, FIGURES, _count, _rows, needs="contract.view"),)
