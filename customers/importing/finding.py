"""Finding many customers at once by what stands in a file: code or full name (interfaces)."""

from django.db.models import Q

from customers import names
from customers.models import Customer

AT_ONCE = 100


def find(texts):
    """{text: primary key} of those found; a merged customer leads to its survivor. A person's name serves where only one bears it."""
    texts = list(dict.fromkeys(texts))
    by_code = dict(Customer.objects.filter(code__in=texts).values_list("code", "pk"))
    found = {text: by_code[text] for text in texts if text in by_code}
    keys = {text: names.key(names.normalise(text)) for text in texts if text not in found}
    by_key = dict(Customer.objects.filter(name_key__in=keys.values()).values_list("name_key", "pk"))
    found |= {text: by_key[key] for text, key in keys.items() if key in by_key}
    found |= _individuals({text: key for text, key in keys.items() if key and text not in found})
    return _survivors(found)


def _individuals(keys):
    bearers = {}
    wanted = list(dict.fromkeys(keys.values()))
    for start in range(0, len(wanted), AT_ONCE):
        starting = Q()
        for key in wanted[start : start + AT_ONCE]:
            starting |= Q(name_key__startswith=f"{key}#")
        for key, pk in Customer.objects.filter(starting).values_list("name_key", "pk"):
            bearers.setdefault(key.rpartition("#")[0], []).append(pk)
    return {text: bearers[key][0] for text, key in keys.items() if len(bearers.get(key, ())) == 1}


def _survivors(found):
    """Follow mergers to the customer that is left."""
    merged_away = Customer.objects.filter(merged_into__isnull=False)
    while merged := dict(merged_away.filter(pk__in=set(found.values())).values_list("pk", "merged_into_id")):
        found = {text: merged.get(pk, pk) for text, pk in found.items()}
    return found
