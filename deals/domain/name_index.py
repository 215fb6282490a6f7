"""Deals by the words of their names: a side table like that of the customers' names."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from crm_project.accounts.domain.access import data_scope
from crm_project.accounts.models import User
from crm_project.lib.name_tokens import LONGEST, folded, name_tokens
from crm_project.lib.sensitive import may_guess
from customers.domain.access.guessing import reads_numbers
from deals.models import Deal, DealToken

from .access import visible

# Keys that a search takes from the side table before it begins with what one may see.
READ = 1000
# With so many of them at hand it does not look further.
ENOUGH = 6
MOST_WORDS = 6


def index(deals: Iterable[Deal]) -> None:
    """Enter new deals."""
    rows = [DealToken(token=token, deal=deal) for deal in deals for token in name_tokens(deal.name)]
    DealToken.objects.bulk_create(rows, batch_size=2000)


def reindex(deal: Deal) -> None:
    """Enter a deal anew after its name changed."""
    DealToken.objects.filter(deal=deal).delete()
    index([deal])


def find_deals(user: User, text: str, limit: int) -> list[int]:
    """Keys of at most `limit` deals that the user may read and whose name holds each word of the text."""
    words = folded(text).split()
    if not words:
        return []
    # The longest word is the rarest.
    words.sort(key=len, reverse=True)
    tokens = DealToken.objects.filter(_begins(words[0][:LONGEST]))
    for word in words[1:MOST_WORDS]:
        tokens = tokens.filter(deal__in=DealToken.objects.filter(_begins(word[:LONGEST])).values("deal_id"))
    some = list(tokens.values_list("deal_id", flat=True)[:READ])
    if not some:
        return []
    seen = visible(user, few=True).order_by()
    seen = seen.filter(reads_numbers()(user)) if may_guess(text) else seen
    told = [word for word in words[:MOST_WORDS] if len(word) <= LONGEST] if len(some) < READ else []
    for word in words:
        if word in told:
            continue
        seen = seen.filter(name__icontains=word)
    found = list(seen.filter(pk__in=set(some)).values_list("pk", flat=True)[:limit])
    scope = data_scope(user, "deal.view")
    if len(some) < READ or len(found) >= min(limit, ENOUGH) or scope.everything:
        return found
    # So many that one's own may lie beyond: from whom the customers are.
    held = {"department__in": scope.departments} if scope.departments else {"owner": user}
    own = seen.filter(**{f"customer__ownership__{name}": value for name, value in held.items()})
    return list(dict.fromkeys([*found, *own.values_list("pk", flat=True)[:limit]]))[:limit]


def _begins(word: str) -> Q:
    """Each database has an index for its own way to ask."""
    if connection.vendor == "postgresql":
        return Q(token__startswith=word)
    return Q(token__gte=word, token__lt=word + "\U0010ffff")
