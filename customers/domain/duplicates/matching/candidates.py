"""Which customers are worth comparing with a name: those that share its rarest tokens."""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

from django.db import connection

from .side_table import CUSTOMERS, GRAMS, Span

# A token on this many names tells little: it is counted no further.
COMMON = 600
# Rows read by one check, and names compared by it.
READ = 1500
COMPARED = 150


def telling(spans: Sequence[Span]) -> list[tuple[Span, int, int]]:
    """The rarest tokens with their weight and how many rows to read of each."""
    counts = _counted(spans)
    chosen, left = [], READ
    for span in sorted((span for span in spans if counts[span]), key=lambda span: counts[span]):
        count = min(counts[span], left, COMMON if span.low == span.high else COMPARED)
        if count <= 0:
            break
        chosen.append((span, round(100 * log(20 * COMMON / counts[span])), count))
        left -= count
    return chosen


def _counted(spans: Sequence[Span]) -> dict[Span, int]:
    """How many rows each span has, counted up to COMMON."""
    if not spans:
        return {}
    values = ", ".join(["(CAST(%s AS varchar(16)), CAST(%s AS varchar(16)))"] * len(spans))
    sql = f"""
        WITH span(low, high) AS (VALUES {values})
        SELECT span.low, span.high, (
            SELECT count(*) FROM (
                SELECT 1 FROM {GRAMS} g WHERE g.gram >= span.low AND g.gram <= span.high LIMIT {COMMON}
            ) few
        ) FROM span"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [end for span in spans for end in span])
        return {Span(low, high): count for low, high, count in cursor.fetchall()}


class Row(NamedTuple):
    """A customer to compare with; `weight`: how telling the shared tokens are."""

    id: int
    code: str
    name: str
    key: str
    merged_into: int | None
    weight: float


def candidates(key: str, spans: Sequence[tuple[Span, int, int]]) -> list[Row]:
    """The customer of this key, and those that share the rarest tokens."""
    columns = "c.id, c.code, c.name, c.name_key, c.merged_into_id"
    sql = f"SELECT {columns}, 0 FROM {CUSTOMERS} c WHERE c.name_key = %s"
    params: list[str] = [key]
    if spans:
        hits = " UNION ALL ".join(
            f"SELECT * FROM (SELECT customer_id, {weight} AS weight FROM {GRAMS}"
            f" WHERE {_where(span)} LIMIT {count}) hit"
            for span, weight, count in spans
        )
        sql += f"""
            UNION ALL SELECT {columns}, best.weight FROM (
                SELECT customer_id, sum(weight) AS weight FROM ({hits}) hits
                GROUP BY customer_id ORDER BY weight DESC, customer_id LIMIT {COMPARED}
            ) best JOIN {CUSTOMERS} c ON c.id = best.customer_id"""
        for span, _, _ in spans:
            params += span[:1] if span.low == span.high else span
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Row(*row) for row in cursor.fetchall()]


def _where(span: Span) -> str:
    return "gram = %s" if span.low == span.high else "gram >= %s AND gram <= %s"
