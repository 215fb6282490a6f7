"""Entries of the audit in the reader's language: what the apps declare (`declaration`), looked up."""

from functools import cache

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from crm_project.catalogue import audits

from .declaration import Family, Labels, Subject


@cache
def actions() -> Labels:
    """{action: what was done}."""
    return {action: label for audit in audits() for action, label in audit.actions.items()}


@cache
def fields() -> Labels:
    """{changed field: label} of those that are no columns of what was changed, or are called otherwise."""
    return {name: label for audit in audits() for name, label in audit.fields.items()}


@cache
def families() -> list[Family]:
    """The groups of actions, in the order of the search form."""
    return sorted((family for audit in audits() for family in audit.families), key=lambda family: family.place)


@cache
def beginnings_of(family: str) -> list[str]:
    """What the actions of a family begin with."""
    return [beginning for audit in audits() for beginning in audit.searched_under.get(family, ())]


@cache
def _subjects():
    return {subject.type: subject for audit in audits() for subject in audit.subjects}


def subject_of(subject_type: str) -> Subject:
    """What is declared about a kind of subject; nothing is known of one that no app declares."""
    return _subjects().get(subject_type) or Subject(type=subject_type)


def action_words(action: str) -> str:
    """What was done, in words; an unknown action stands as it is."""
    return str(actions().get(action, action))


def field_words(name: str, subject_type: str = "") -> str:
    """A changed field in words: as declared, else as its column is called."""
    column = None if name in fields() else _column(subject_type, name)
    return str(fields().get(name) or (column and column.verbose_name) or name.replace("_", " "))


@cache
def _column(subject_type, name):
    models = (model for model in apps.get_models() if model._meta.model_name == subject_type)
    return next((column for model in models for column in model._meta.concrete_fields if column.name == name), None)


def reason_text(reason: str) -> str:
    """The reason of an entry; one that is kept as a code, because no person wrote it, in words."""
    return str(_reasons().get(reason, reason))


@cache
def _reasons():
    return {code: text for audit in audits() for code, text in audit.reasons.items()}


def subject_text(subject_type: str, name: str) -> str:
    """The stored name of an entry's subject as it is shown."""
    show = subject_of(subject_type).name
    return show(name) if show else name


def subject_url(subject_type: str, number: str) -> str:
    """Where the subject's page is; empty where it has none."""
    page = subject_of(subject_type).page
    try:
        return reverse(page, args=[int(number)]) if page else ""
    except (NoReverseMatch, ValueError):
        return ""


def tone(action: str) -> str:
    """The colour of an action's tag."""
    last = action.rsplit(".", 1)[-1]
    if last in ("failed", "refused", "rejected", "voided", "closed", "released", "removed", "second_place"):
        return "bad"
    if last in ("looked", "exported", "given_up", "rights", "off"):
        return "warn"
    return "ok" if last in ("approved", "confirmed", "restored", "claimed", "created") else "info"


@cache
def _labels(subject_type, field):
    """{code: label} of a field of this subject: as declared, else as its column says; empty where it has no choices."""
    everywhere = (audit.labels[field] for audit in audits() if field in audit.labels)
    declared = subject_of(subject_type).labels.get(field) or next(everywhere, None)
    if declared:
        return dict(declared() if callable(declared) else declared)
    column = _column(subject_type, field)
    return dict(column.flatchoices) if column is not None and column.choices else {}


def worded(subject_type, field, value):
    """The label of a code, of each in a list or in a text of several; whatever is no code stays as it is (row Ne3)."""
    if isinstance(value, list):
        return [worded(subject_type, field, one) for one in value]
    if not isinstance(value, str) or not value:
        return value
    labels, codes = _labels(subject_type, field), value.split(", ")
    return _(", ").join(str(labels[code]) for code in codes) if all(code in labels for code in codes) else value
