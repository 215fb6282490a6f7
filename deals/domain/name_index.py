"""Deals by the words of their names: a side table like that of the customers' names."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from crm_project.lib.name_tokens import LONGEST, folded, name_tokens
from deals.models import Deal, DealToken

# Keys that a search takes from the side table before it begins with what one may see.
READ = 400


def index(deals: Iterable[Deal]) -> None:
    """Enter new deals."""
    rows = [DealToken(token=token, deal=deal) for deal in deals for token in name_tokens(deal.name)]
    DealToken.objects.bulk_create(rows, batch_size=2000)


def reindex(deal: Deal) -> None:
    """Enter a deal anew after its name changed."""
    DealToken.objects.filter(deal=deal).delete()
    index([deal])


def find_deals(text: str, within: QuerySet[Deal], limit: int) -> list[int]:
    """Keys of at most `limit` deals in `within` whose name holds each word of the text."""
    words = folded(text).split()
    if not words:
        return []
    # The longest word is the rarest; the others are confirmed by the name.
    words.sort(key=len, reverse=True)
    tokens = DealToken.objects.filter(_begins(words[0][:LONGEST]))
    some = list(tokens.values_list("deal_id", flat=True)[:READ])
    named = within.order_by()
    for word in words if len(words) > 1 or len(words[0]) > LONGEST else ():
        named = named.filter(name__icontains=word)
    if len(some) < READ:
        return list(named.filter(pk__in=set(some)).values_list("pk", flat=True)[:limit]) if some else []
    return list(named.filter(pk__in=tokens.values("deal_id")).values_list("pk", flat=True)[:limit])


def _begins(word: str) -> Q:
    """Each database has an index for its own way to ask."""
    if connection.vendor == "postgresql":
        return Q(token__startswith=word)
    return Q(token__gte=word, token__lt=word + "\U0010ffff")
