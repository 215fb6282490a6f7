"""A grading that kills its own process, as SIGKILL does, before its N-th statement: python -m tests.faults.dying_rate N QUARTER"""

import os
import signal
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from contracts.ratings.domain import grades  # noqa: E402

left = int(sys.argv[1])
grades.BATCH = 7


def count(execute, sql, params, many, context):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)


with connection.execute_wrapper(count):
    call_command("rate", quarter=sys.argv[2])
