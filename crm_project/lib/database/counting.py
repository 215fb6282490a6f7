"""Several counts in one query."""

from django.db.models import IntegerField, Subquery


class CountOf(Subquery):
    """How many rows a (sliced) query has, as a column of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
