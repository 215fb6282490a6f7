"""A year of follow-ups with the customers of the demo company."""

from datetime import timedelta

from activities.models import FollowUp
from crm_project.lib.time import local_date
from customers.models import Customer

from . import texts
from .steps import at_hour


def write_followups(owned, contacts, maker):
    """A year of them for each customer that has an owner; `contacts`: the first contact of each."""
    entries, last = [], {}
    for row in owned:
        contact = contacts.get(row.pk)
        moments = _moments(row, maker)
        # No text twice about one customer: the second one would not count.
        said = maker.dice.sample(texts.GOOD_EN if row.sample.english else texts.GOOD, len(moments))
        for n, when in enumerate(moments):
            entries.append(_entry(maker, row, contact, when, said[n], newest=n == len(moments) - 1))
        if moments:
            last[row.pk] = moments[-1]
    FollowUp.objects.bulk_create(entries, batch_size=1000)
    rows = [Customer(pk=pk, last_followup_at=when) for pk, when in last.items()]
    Customer.objects.bulk_update(rows, ["last_followup_at"], batch_size=500)


def _moments(row, maker):
    end = min(row.last_contact, maker.now - timedelta(hours=1))
    if row.dep in ("Talent", "Direct"):
        back = maker.dice.randint(1, 5) + max(-row.due, 0)
        end = at_hour(maker.today - timedelta(days=back), maker.dice.randint(9, 17), maker.dice.randint(0, 59))
    moments, when = [], end
    while when > row.since and len(moments) < 7:
        moments.append(when)
        day = local_date(when) - timedelta(days=maker.dice.randint(3, 12 if row.dep != "Solar" else 25))
        when = at_hour(day, maker.dice.randint(9, 17), maker.dice.randint(0, 59))
    return moments[::-1]


def _entry(maker, row, contact, when, template, newest):
    dice = maker.dice
    text = template.format(who=contact.name if contact else "客户", month=when.month % 12 + 1)
    following = None
    if newest and dice.random() < 0.35:
        following = at_hour(
            maker.today + timedelta(days=dice.randint(-2, 9)), dice.randint(9, 17), dice.choice([0, 30])
        )
    return FollowUp(
        customer=row,
        author=row.owner,
        kind=dice.choice(["call_out", "call_out", "call_in", "visit_out", "meeting", "email"]),
        occurred_at=when,
        recorded_at=min(when + timedelta(minutes=dice.randint(2, 90)), maker.now),
        contact=contact,
        counterpart=contact.name if contact else "",
        content=text,
        result=dice.choice(texts.RESULTS) if dice.random() < 0.6 else "",
        next_step=dice.choice(texts.STEPS) if dice.random() < 0.6 else "",
        next_contact_at=following,
    )
