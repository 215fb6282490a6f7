"""Kept codes as their labels: the audit stores codes and values, they are worded when they are shown (row Ne3)."""

from functools import cache

from django.apps import apps

from .text import STEPS

# Names under which entries keep a code of another model: (app, model, column).
ELSEWHERE = {"standing": ("ratings", "standing", "kind"), "paper": ("ratings", "paperfile", "kind")}


@cache
def _labels(subject_type, name):
    """{code: label} of the column of this name at the entry's subject; empty where it has no choices."""
    if name == "step" and subject_type == "contract":
        return STEPS
    if name in ELSEWHERE:
        app, model, column = ELSEWHERE[name]
        return dict(apps.get_model(app, model)._meta.get_field(column).flatchoices)
    models = (model for model in apps.get_models() if model._meta.model_name == subject_type)
    found = (field for model in models for field in model._meta.concrete_fields if field.name == name)
    return next((dict(field.flatchoices) for field in found if field.choices), {})


def worded(subject_type, name, value):
    """The label of a code, of each in a list; whatever is no code stays as it is."""
    if isinstance(value, list):
        return [worded(subject_type, name, one) for one in value]
    if not isinstance(value, str) or not value:
        return value
    label = _labels(subject_type, name).get(value)
    return str(label) if label is not None else value
