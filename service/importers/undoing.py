"""Undoing an import of service orders: those that nobody touched since are taken away (row Ni21)."""

from assignment.domain import deadlines
from crm_project.audit.domain import log
from customers.importing.noting import Subject
from customers.importing.undoing import Undoing, built_on, changed_since, gone, in_use, outside
from customers.models import ImportedRow
from service.models import OrderWait, ServiceOrder

ORDER = Subject("serviceorder", "service.imported")


class OrdersUndoing(Undoing):
    """Takes back rows of the kind `service_orders`."""

    subject, model = ORDER, ServiceOrder

    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        ids = [row.subject_id for row in rows]
        self.orders = ServiceOrder.objects.in_bulk(ids)
        self.busy = built_on(ServiceOrder, ids, but=["service.OrderWait"])
        kept = {row.pk: why for row in rows if (why := self._why_not(row))}
        going = [self.orders[row.subject_id] for row in rows if row.pk not in kept]
        log.record_many(
            [
                log.entry(
                    by=self.terms.by,
                    action="service.import_undone",
                    at=self.terms.at,
                    subject=order,
                    customer_id=order.customer_id,
                )
                for order in going
            ]
        )
        OrderWait.objects.filter(order__in=going).delete()
        ServiceOrder.objects.filter(pk__in=[order.pk for order in going]).delete()
        deadlines.refresh(sorted({order.customer_id for order in going}), at=self.terms.at)
        return kept

    def _why_not(self, row: ImportedRow) -> str:
        order = self.orders.get(row.subject_id)
        if order is None:
            return gone()
        if not self.reaches(self.customers[order.customer_id], "service.record"):
            return outside()
        if order.changed_at != self.imported_at:
            return changed_since()
        return in_use() if order.pk in self.busy else ""
