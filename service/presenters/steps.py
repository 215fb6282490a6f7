"""The life of an order as its page shows it: where it stands, and the buttons of what comes next (row Ni21)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from service.models import ServiceOrder
from service.models.choices import Status

LINE = (Status.RECORDED, Status.ACCEPTED, Status.UNDER_WAY, Status.DONE, Status.CONFIRMED, Status.CLOSED)
# Steps that ask nothing, the likeliest first: (label, icon).
BUTTONS = {
    "accept": (pgettext_lazy("order", "Accept"), "check-lg"),
    "start": (_("Begin the work"), "play-fill"),
    "resume": (pgettext_lazy("order", "Continue"), "play-fill"),
    "confirm": (_("The customer confirms"), "hand-thumbs-up"),
    "close": (pgettext_lazy("order", "Close"), "archive"),
}


@dataclass(frozen=True)
class Button:
    """A step that one click takes."""

    label: str
    icon: str
    url: str


def buttons(order: ServiceOrder, may: set[str]) -> list[Button]:
    """Those of the steps that may be taken (`access.steps`)."""
    return [
        Button(str(label), icon, reverse(f"service:{step}", args=[order.pk]))
        for step, (label, icon) in BUTTONS.items()
        if step in may
    ]


def line(order: ServiceOrder) -> list[dict[str, str]]:
    """[{label, state}] of its life; one that waits is under way, a cancelled one stands nowhere on it."""
    status = Status.UNDER_WAY if order.status == Status.WAITING else Status(order.status)
    here = LINE.index(status) if status in LINE else -1
    return [
        {"label": str(step.label), "state": "now" if n == here else "done" if n < here else ""}
        for n, step in enumerate(LINE)
    ]
