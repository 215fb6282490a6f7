"""The table of figures, and plain statements to hold them against."""

import os
import time

from django.db import connection

SCALE = float(os.environ.get("SCALE", "1"))
ROWS = []


def row(what, figure, floor, aim, met):
    """Note one line of the table and print it at once."""
    ROWS.append((what, figure, floor, aim, met))
    print(
        f"{'ok  ' if met else 'MISS' if met is False else '    '} {what:<58} {figure:<34} floor {floor:<22} aim {aim}",
        flush=True,
    )


def sql(statement, *arguments, times=50):
    """Median seconds of a plain statement with its rows fetched."""
    out = []
    with connection.cursor() as cursor:
        for _ in range(times):
            begun = time.perf_counter()
            cursor.execute(statement, arguments)
            if cursor.description:
                cursor.fetchall()
            out.append(time.perf_counter() - begun)
    return sorted(out)[len(out) // 2]
