"""Finding many customers at once by what stands in a file: code or full name (interfaces)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from crm_project.lib.characters import key
from crm_project.lib.fields import alike
from customers.models import Customer
from customers.rules import names

AT_ONCE = 100


def by_code(codes):
    """{code as `characters.key` has it: primary key}."""
    return dict(alike(Customer.objects, "code", codes).values_list("alike", "pk"))


def find(texts):
    """({text: primary key} of those found, texts that several customers are called); a merged customer leads to its survivor.

    A person's name serves where only one bears it.
    """
    texts = list(dict.fromkeys(texts))
    codes = by_code(texts)
    found = {text: codes[key(text)] for text in texts if key(text) in codes}
    keys = {text: names.key(names.normalise(text)) for text in texts if text not in found}
    by_key = dict(Customer.objects.filter(name_key__in=keys.values()).values_list("name_key", "pk"))
    found |= {text: by_key[name] for text, name in keys.items() if name in by_key}
    bearers = _individuals({text: name for text, name in keys.items() if name and text not in found})
    found |= {text: pks[0] for text, pks in bearers.items() if len(pks) == 1}
    return _survivors(found), {text for text, pks in bearers.items() if len(pks) > 1}


def several_called(text):
    """What is said of a name that several customers bear."""
    return _("customer: several customers are called “%(name)s”: give the code.") % {"name": text[:80]}


def _individuals(keys):
    bearers: dict[str, list[int]] = {}
    wanted = list(dict.fromkeys(keys.values()))
    for start in range(0, len(wanted), AT_ONCE):
        starting = Q()
        for name in wanted[start : start + AT_ONCE]:
            starting |= Q(name_key__startswith=f"{name}#")
        for name, pk in Customer.objects.filter(starting).values_list("name_key", "pk"):
            bearers.setdefault(name.rpartition("#")[0], []).append(pk)
    return {text: bearers[name] for text, name in keys.items() if name in bearers}


def _survivors(found):
    """Follow mergers to the customer that is left."""
    merged_away = Customer.objects.filter(merged_into__isnull=False)
    while merged := dict(merged_away.filter(pk__in=set(found.values())).values_list("pk", "merged_into_id")):
        found = {text: merged.get(pk, pk) for text, pk in found.items()}
    return found
