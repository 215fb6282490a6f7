"""What the stories of major changes are told with."""

from datetime import date

from customers.domain.changes import recording
from customers.models import MajorChangeKind
from tests.cast import NOW


def kind(name="Address"):
    return MajorChangeKind.objects.get(name=name)


def record(row, by, name="Address", at=NOW, **more):
    """A change of this customer, recorded by somebody."""
    given = {"happened_on": date(2026, 2, 20), "text": "They moved to the new park", "source": "A call"} | more
    return recording.record_change(customer_id=row.pk, kind=kind(name), by=by, at=at, **given)
