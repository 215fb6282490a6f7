"""Calling a command of manage.py as a company scripts it."""

import io

from django.core.management import CommandError, call_command


def run(command, *arguments):
    """(exit code, lines of standard output, lines of standard error)."""
    out = io.StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue().splitlines(), str(error).splitlines()
    return 0, out.getvalue().splitlines(), []
