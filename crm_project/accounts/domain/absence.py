"""Who is away on a day, and who acts for them meanwhile (rows Ne7, Nb1).

`User.away_on(day)` answers the first of one person that was loaded.
"""

from datetime import date

from django.db.models import Q

from crm_project.accounts.models import User


def away(day: date | int) -> Q:
    """Condition on people: away on this local date. A blank of a prepared query may stand for the day."""
    return Q(away_from__lte=day) & (Q(away_until__isnull=True) | Q(away_until__gte=day))


def acts_in(column: str, person: int, day: date | int) -> Q:
    """Condition: the person with this key is in the column, or stands in for somebody who is in it and away."""
    absent = User.objects.filter(away(day), stand_in=person)
    return Q(**{column: person}) | Q(**{f"{column}__in": absent})


def acts_for(user: User, person: User | None, day: date) -> bool:
    """The same of two people who were loaded."""
    if person is None:
        return False
    return person.pk == user.pk or (person.stand_in_id == user.pk and person.away_on(day))
