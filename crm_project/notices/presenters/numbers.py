"""Numbers that somebody typed into the reason of a notice, masked as on the customer's page (rows Nb4, Nh3)."""

from functools import cache

from django.apps import apps
from django.urls import Resolver404, resolve

from crm_project.accounts.models.choices import AT_ONCE
from crm_project.audit.presenters.rows import masks_for
from crm_project.catalogue import audits
from crm_project.lib.sensitive import PHONE, redacted


def hidden(sentence: str, url: str, reader) -> str:
    """The sentence as `reader` may read it; no query where there is no number in it. Where nobody can tell whose it is, it is masked
    for whoever may not see the numbers of everybody: the page tells it to those who may."""
    if redacted(sentence) == sentence or not _narrow(reader):
        return sentence
    customer = _customer_of(url)
    if customer is None:
        return redacted(sentence)
    mask = masks_for(reader, {customer}).get(customer)
    return mask.text(sentence) if mask else sentence


def _narrow(reader) -> bool:
    """Whether a rule hides numbers of some customers from this person."""
    rules = reader.role.masks if reader.role else {"phone.all": {}}
    return any(reach.get(AT_ONCE) != "all" for name, reach in rules.items() if name.startswith(PHONE))


def _customer_of(url: str) -> int | None:
    """The customer of the page to which the notice leads; None where it is no page of one thing that the audit knows."""
    try:
        found = resolve(url.partition("?")[0])
    except Resolver404:
        return None
    kind, key = _kinds().get(found.view_name), found.kwargs.get("pk")
    if kind == "customer" or kind is None:
        return key if kind else None
    for model in apps.get_models():
        if model._meta.model_name == kind and any(f.attname == "customer_id" for f in model._meta.concrete_fields):
            return model._base_manager.filter(pk=key).values_list("customer_id", flat=True).first()
    return None


@cache
def _kinds():
    """{name of a page: kind of thing whose page it is}"""
    return {subject.page: subject.type for audit in audits() for subject in audit.subjects if subject.page}
