"""Merged customers lead to the one they were merged into."""

from collections.abc import Sequence

from django.db import connection

from .side_table import CUSTOMERS


def survivor(ids: Sequence[int]) -> dict[int, tuple[int, str, str]]:
    """For each merged customer, the last of the chain: (id, code, name)."""
    if not ids:
        return {}
    marks = ", ".join(["%s"] * len(ids))
    sql = f"""
        WITH RECURSIVE chain(start, id, steps) AS (
            SELECT c.id, c.merged_into_id, 1 FROM {CUSTOMERS} c WHERE c.id IN ({marks})
            UNION ALL
            SELECT chain.start, c.merged_into_id, steps + 1 FROM chain JOIN {CUSTOMERS} c ON c.id = chain.id
            WHERE c.merged_into_id IS NOT NULL AND steps < 20
        )
        SELECT chain.start, c.id, c.code, c.name FROM chain JOIN {CUSTOMERS} c ON c.id = chain.id
        WHERE c.merged_into_id IS NULL"""
    with connection.cursor() as cursor:
        cursor.execute(sql, ids)
        return {start: (ident, code, name) for start, ident, code, name in cursor.fetchall()}
