"""Service orders by HTTP: the work list, all orders, the boards, the statistics of a year; an order for each customer, filled by SQL."""

from django.db import connection

from crm_project.accounts.models import Role, User
from service.domain import default_lists
from service.models import OrderCategory, OrderCause, OrderKind

from .load import latencies, p
from .table import SCALE, row, sql

STAFF = 20
# Nineteen of twenty are closed, over the year; the rest is of the last fortnight, in every status before that, a third unassigned.
ORDERS = """
    INSERT INTO service_serviceorder (number, customer_id, kind_id, subject, description, product, kind_reason, priority, channel, reported_by,
        reported_at, assigned_id, status, accepted_at, done_at, closed_at, content, cause_id, material, ended_reason, due_at,
        response_minutes, response_late, completion_minutes, completion_late, recorded_at, changed_at)
    SELECT 'S-' || lpad(c.id::text, 8, '0'), c.id, ({kinds})[1 + c.id % {kind_count}], '压缩机不启动', '', '', '', 'normal', 'phone', '',
        reported, CASE WHEN c.id % 60 = 0 THEN NULL ELSE ({staff})[1 + c.id % {staff_count}] END,
        CASE WHEN c.id % 20 > 0 THEN 'closed' ELSE ({statuses})[1 + (c.id / 20) % 4] END,
        CASE WHEN c.id % 20 > 0 OR (c.id / 20) % 4 > 0 THEN reported END, CASE WHEN c.id % 20 > 0 THEN reported END,
        CASE WHEN c.id % 20 > 0 THEN reported END, '', CASE WHEN c.id % 20 > 0 THEN ({causes})[1 + c.id % {cause_count}] END, '', '',
        CASE WHEN c.id % 20 = 0 THEN now() + (c.id % 3000) * interval '1 minute' END,
        CASE WHEN c.id % 20 > 0 THEN abs(hashint8(c.id)::bigint) % 500 END, CASE WHEN c.id % 20 > 0 THEN c.id % 9 = 0 END,
        CASE WHEN c.id % 20 > 0 THEN abs(hashint8(c.id * 3)::bigint) % 4000 END, CASE WHEN c.id % 20 > 0 THEN c.id % 7 = 0 END,
        reported, reported
    FROM (SELECT id, now() - (abs(hashint8(id)::bigint) % CASE WHEN id % 20 > 0 THEN 525600 ELSE 20160 END) * interval '1 minute' AS reported FROM customers_customer) c"""


def serving(server, client_of, empty):
    """Seven pages as a service manager, who sees every order: beside the bare rows."""
    _fill()
    todo = "SELECT * FROM service_serviceorder WHERE status IN ('recorded', 'accepted', 'under_way') ORDER BY due_at, id LIMIT 25"
    newest = "SELECT * FROM service_serviceorder ORDER BY reported_at DESC, id DESC LIMIT 25"
    by_kind = "SELECT kind_id, count(*) FROM service_serviceorder WHERE reported_at > now() - interval '1 year' GROUP BY kind_id"
    with server() as port:
        client = client_of(port, "bench-service")
        for what, path, floor, aim in (
            ("service orders, to do", "/service/", todo, 35),
            ("service orders, all", "/service/?tab=all", newest, 35),
            ("service orders, board by status", "/service/?view=board", todo, 60),
            ("service orders, board by person", "/service/?view=people", todo, 60),
            ("service statistics of a year, by kind", "/service/statistics/?by=kind", by_kind, 1000 * SCALE),
            ("service statistics of a year, by month", "/service/statistics/?by=month", by_kind, 1000 * SCALE),
            ("service statistics of a year, by customer", "/service/statistics/?by=customer", by_kind, 1000 * SCALE),
        ):
            took = latencies(_get(client, path), 40 if aim < 100 else 5, warm=2)
            row(
                what,
                f"p50 {p(took, 0.5) * 1000:.1f} p95 {p(took, 0.95) * 1000:.1f} ms",
                f"{(empty + sql(floor)) * 1000:.1f} ms",
                f"p95 {aim:.0f} ms",
                p(took, 0.95) * 1000 <= aim,
            )


def _get(client, path):
    def once(_i):
        status, _text = client.get(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")

    return once


def _fill():
    default_lists.ensure(OrderKind, OrderCategory, OrderCause)
    roles = {role.key: role for role in Role.objects.filter(key__in=["service", "service_manager"])}
    admin = User.objects.get(username="admin")
    like_others = {"password": admin.password, "trained_at": admin.trained_at, "department": admin.department}
    User.objects.create(username="bench-service", full_name="Bench", role=roles["service_manager"], **like_others)
    staff = [
        User.objects.create(username=f"bench-staff{n}", full_name=f"Staff {n}", role=roles["service"]).pk
        for n in range(STAFF)
    ]
    kinds, causes = (list(model.objects.values_list("pk", flat=True)) for model in (OrderKind, OrderCause))
    statement = ORDERS.format(
        kinds=_array(kinds),
        kind_count=len(kinds),
        causes=_array(causes),
        cause_count=len(causes),
        staff=_array(staff),
        staff_count=len(staff),
        statuses="ARRAY['recorded', 'accepted', 'under_way', 'waiting']",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE service_serviceorder")


def _array(numbers):
    return f"ARRAY[{', '.join(map(str, numbers))}]"
