"""Who would change grade under a scorecard that is not saved yet: judged by the very code that grades (rows T10-T12)."""

from collections import Counter
from dataclasses import dataclass, field

from contracts.ratings.rules.grading import GRADES
from contracts.ratings.rules.quarters import Quarter
from contracts.ratings.rules.scorecard import read
from crm_project.lib.json_values import JsonObject
from customers.models import Customer

from .grades import BATCH, rated
from .scorecards import Cards
from .scoring import JUDGED, judge_all

# Up to here the page waits for it; beyond, the first so many are judged and the page says so.
MOST = 5000
NAMED = 50
RANK = {grade: n for n, grade in enumerate((*GRADES, ""))}


@dataclass
class Forecast:
    """What the draft would have made of the last quarter. `moves`: {(grade now, grade then): how many}, those that differ."""

    quarter: Quarter
    judged: int = 0
    total: int = 0
    moves: Counter = field(default_factory=Counter)
    big: int = 0
    big_before: int = 0
    changed: list = field(default_factory=list)

    @property
    def better(self) -> int:
        """How many would get a better grade."""
        return sum(n for (now, then), n in self.moves.items() if RANK[then] < RANK[now])

    @property
    def worse(self) -> int:
        """How many would get a worse grade."""
        return sum(n for (now, then), n in self.moves.items() if RANK[then] > RANK[now])


def forecast(*, segment: str, body: JsonObject, quarter: Quarter) -> Forecast:
    """The quarter judged twice, by the cards in force and by `body`; writes nothing."""
    cards, draft = Cards(quarter), Cards(quarter)
    draft.cards[segment] = read(segment, body)
    rows = rated().filter(segment=segment)
    found, position = Forecast(quarter, total=rows.count()), 0
    while found.judged < MOST:
        batch = list(
            rows.filter(pk__gt=position).order_by("pk").values_list(*JUDGED)[: min(BATCH, MOST - found.judged)]
        )
        if not batch:
            break
        for now, then in zip(judge_all(batch, quarter, cards), judge_all(batch, quarter, draft), strict=True):
            found.big_before += now.fields["big"]
            found.big += then.fields["big"]
            if now.fields["grade"] != then.fields["grade"]:
                found.moves[now.fields["grade"], then.fields["grade"]] += 1
                if len(found.changed) < NAMED:
                    found.changed.append((now.pk, now.fields["grade"], then.fields["grade"], then.fields["points"]))
        position, found.judged = batch[-1][0], found.judged + len(batch)
    names = Customer.objects.in_bulk([pk for pk, *_rest in found.changed])
    found.changed = [(names[pk], *rest) for pk, *rest in found.changed]
    return found
