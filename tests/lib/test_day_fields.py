"""Every day that can be typed has bounds that fit its meaning: none at the edges of the calendar comes through."""

import importlib
from datetime import date
from pathlib import Path

import django_filters
import pytest
from django import forms
from django.conf import settings
from django.utils import translation

from crm_project.lib.day_fields import (
    DayInput,
    LongPastDay,
    MomentInput,
    NextDay,
    NextMoment,
    PastDay,
    PastMoment,
    SoughtDay,
    TermDay,
)

OURS = ("accounts", "activities", "assignment", "contracts", "crm_project", "customers", "deals")
EDGES = ("0001-01-01", "0026-11-20", "0999-12-31", "9999-12-31", "2026-02-30")
BOUNDED = (PastDay, LongPastDay, NextDay, TermDay, SoughtDay, PastMoment, NextMoment)


def modules():
    """Every module of ours that has forms or filters."""
    for path in sorted(Path(settings.BASE_DIR).glob("**/*.py")):
        name = path.relative_to(settings.BASE_DIR)
        if name.parts[0] in OURS and ("forms" in str(name) or "filters" in name.stem):
            yield importlib.import_module(".".join(name.with_suffix("").parts).removesuffix(".__init__"))


def date_fields():
    """(where, field) of every day or moment that a form or a filter takes."""
    for module in modules():
        for kind in vars(module).values():
            if not isinstance(kind, type) or kind.__module__ != module.__name__:
                continue
            for name, field in getattr(kind, "base_fields", {}).items():
                if isinstance(field, (forms.DateField, forms.DateTimeField)):
                    yield f"{kind.__name__}.{name}", field
            if issubclass(kind, django_filters.FilterSet):
                for name, one in kind.base_filters.items():
                    if isinstance(one, (django_filters.DateFilter, django_filters.DateTimeFilter)):
                        yield f"{kind.__name__}.{name}", one.field


def test_every_field_for_a_day_or_a_moment_has_bounds():
    found = dict(date_fields())
    assert len(found) > 30
    assert [where for where, field in found.items() if not isinstance(field, BOUNDED)] == []


def test_the_edges_of_the_calendar_are_refused_in_words(clock):
    for _where, field in date_fields():
        for edge in EDGES:
            text = f"{edge}T10:00" if isinstance(field, forms.DateTimeField) else edge
            with pytest.raises(forms.ValidationError):
                field.clean(text)


def test_what_one_means_is_taken(clock):
    assert str(LongPastDay().clean("1889-05-01")) == "1889-05-01"
    assert str(TermDay().clean("2050-01-01")) == "2050-01-01"
    with pytest.raises(forms.ValidationError, match="1980-01-01"):
        PastDay().clean("1979-12-31")
    assert str(PastDay().clean("2026-03-03")) == "2026-03-03", "the verb says why not"
    with pytest.raises(forms.ValidationError, match="to 2026-03-02"):  # today: no limit is named that is refused
        PastDay().clean("2026-03-09")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-02",
        "2026-3-2",
        "2026/3/2",
        "2026.03.02",
        "20260302",
        "2026年3月2日",
        "２０２６年 3 月 2 日",
        "2 March 2026",
        "Mar 2, 2026",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_day_is_taken_as_people_write_it_in_either_language(clock, typed, language):
    with translation.override(language):
        assert str(PastDay().clean(typed)) == "2026-03-02"
        assert PastMoment().clean(f"{typed} 8:05").strftime("%Y-%m-%d %H:%M") == "2026-03-02 08:05"


def test_what_is_no_day_stays_as_it_was_typed_in_a_field_that_can_show_it(clock):
    class Form(forms.Form):
        day = NextDay()
        moment = NextMoment()

    form = Form({"day": "next week", "moment": "2026-03-02T10:00"})
    assert not form.is_valid()
    page = str(form["day"]) + str(form["moment"])
    assert 'type="text" name="day" value="next week"' in page and 'data-days="date"' in page
    assert 'type="datetime-local" name="moment" value="2026-03-02T10:00"' in page
    assert 'type="date"' in str(Form(initial={"day": date(2026, 3, 2)})["day"])


def test_every_field_for_a_day_has_the_one_widget():
    assert [where for where, field in date_fields() if not isinstance(field.widget, (DayInput, MomentInput))] == []
