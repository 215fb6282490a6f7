"""The search of the top bar, live, by HTTP: customers, people, numbers, deals and documents, each text typed by a rep and by an admin."""

import random

from django.db import connection

from customers.models import Contact, Customer, PhoneNumber

from .documents import GIVEN, PLACES, SURNAMES, THINGS, fill_documents
from .load import latencies, p
from .table import row, sql

ASKED = 20


def texts():
    """{what: texts}, as people type them; the same every time."""
    dice = random.Random(9)
    names = list(Customer.objects.order_by("pk").values_list("name", flat=True)[: 50 * ASKED : 50])
    codes = list(Customer.objects.order_by("pk").values_list("code", flat=True)[: 50 * ASKED : 50])
    numbers = list(PhoneNumber.objects.order_by("-pk").values_list("digits", flat=True)[: 70 * ASKED : 70])
    people = list(Contact.objects.order_by("-pk").values_list("name", flat=True)[: 70 * ASKED : 70])
    return {
        "a company's two characters": [name[at : at + 2] for name in names for at in [dice.randint(0, 4)]],
        "a company's pinyin": ["hang", "hangz", "huayu", "chun", "xin", "tai", "jin", "hui", "zhong", "de"],
        "a code": codes,
        "four to eight digits of a phone": [number[-dice.randint(4, 8) :] for number in numbers],
        "a person": [*people, *(dice.choice(SURNAMES) + dice.choice(GIVEN) for _n in range(ASKED))],
        "a deal": [dice.choice(THINGS)[:3] for _n in range(8)] + [dice.choice(PLACES) + dice.choice(THINGS)],
        "a number of a document": [f"HT-2025-{n * 41:07d}" for n in range(1, 9)] + ["Q2026-00", "B0000", "0000041"],
    }


def searching(server, client_of, empty):
    """A line for a rep and one for an admin, over all texts, and the slowest kind of text."""
    fill_documents()
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    floor = empty + sql("SELECT customer_id FROM customers_namegram WHERE gram = '华宇' LIMIT 25")
    asked = texts()
    with server() as port:
        for who in ("rep0-2", "admin"):
            client = client_of(port, who)
            took = {what: latencies(typed(client, said), 8 * len(said), warm=len(said)) for what, said in asked.items()}
            every = sorted(seconds for one in took.values() for seconds in one)
            slowest = max(took, key=lambda what: p(took[what], 0.95))
            row(
                f"global search, {who.partition('0')[0]}",
                f"p50 {p(every, 0.5) * 1000:.1f} p95 {p(every, 0.95) * 1000:.1f} ms",
                f"{floor * 1000:.1f} ms",
                f"p95 40 ms; slowest: {slowest}, {p(took[slowest], 0.95) * 1000:.1f} ms",
                p(every, 0.95) <= 0.04,
            )


def typed(client, said):
    """act(i): type the i-th text."""

    def act(i):
        text = said[i % len(said)]
        status, _body = client.post("/search/live/", {"q": text}, {"HX-Request": "true"})
        if status != 200:
            raise RuntimeError(f"{text} answered {status}")

    return act
