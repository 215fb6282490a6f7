"""What service orders are made of in tests."""

from service.domain.orders import recording
from service.models import OrderKind, ServiceOrder
from tests.cast import NOW


def kind(key="repair_in_warranty"):
    return OrderKind.objects.get(key=key)


def order(row, by, *, at=NOW, **fields):
    """An order recorded by the verb, reported at that moment."""
    assigned, later = fields.pop("assigned", None), fields.pop("assigned_to", None)
    given = {"kind": kind(), "subject": "压缩机不启动", "priority": "high", "reported_at": at, **fields}
    made = recording.record_order(customer_id=row.pk, by=by, at=at, fields=given, assigned=assigned)
    if later:  # whoever that is
        ServiceOrder.objects.filter(pk=made.pk).update(assigned=later)
    return made
