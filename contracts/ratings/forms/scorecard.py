"""A new version of a scorecard, typed over the one in force (row T7)."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.ratings.domain.indicators import raters
from contracts.ratings.rules.grading import GRADES
from contracts.ratings.rules.indicators import COMPUTED, FINANCE, SALES
from contracts.ratings.rules.quarters import Quarter
from contracts.ratings.rules.scorecard import MEASURES, rules_of
from crm_project.lib.amount_fields import AmountField
from crm_project.lib.edit_form import EditForm
from crm_project.lib.language import in_language

LARGEST = Decimal("1e14")  # of a step; comparing with it refuses what is no number as well
AHEAD = 5  # quarters from which a version may hold


def _unit(unit):
    """The unit of a measure in the reader's language."""
    return {"years": _("years")}.get(unit, unit)


class StepsField(forms.CharField):
    """Steps as one writes them down: a line each, “from 5,000,000: 20” as `5000000 = 20`."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), **kwargs)

    def prepare_value(self, value):
        return "\n".join(f"{least} = {points}" for least, points in value) if isinstance(value, list) else value

    def clean(self, value):
        steps = []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            try:
                least, points = (Decimal(part.replace(",", "").strip()) for part in line.replace("＝", "=").split("="))
                if not all(abs(number) < LARGEST for number in (least, points)):
                    raise ValueError
            except (ValueError, InvalidOperation):
                raise forms.ValidationError(
                    _("“%(line)s”: write each step as value = points.") % {"line": line.strip()[:40]}
                ) from None
            steps.append([str(least), str(points)])
        return steps


class ScorecardForm(EditForm, forms.Form):
    """Names, full marks, who rates, guidance and rules of every indicator; `body` is what stands now."""

    # The version that is typed over: a second click, or a colleague who was faster, makes no version unseen.
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, segment, body, version, at_quarter, **kwargs):
        super().__init__(*args, **kwargs)
        self.body, self.fields["after"].initial = body, version
        quarters = [at_quarter]
        while len(quarters) < AHEAD:
            quarters.append(quarters[-1].next())
        add = self.fields
        add["holds_from"] = forms.ChoiceField(
            label=gettext_lazy("Valid from"), choices=[(str(q), str(q)) for q in quarters]
        )
        add["days"] = forms.IntegerField(
            label=gettext_lazy("Days the sheets stay open"), min_value=1, max_value=80, initial=body.get("days", 20)
        )
        add["remind"] = forms.IntegerField(
            label=gettext_lazy("Remind this number of days before they close"),
            min_value=0,
            max_value=79,
            initial=body.get("remind", 5),
        )
        add["note"] = forms.CharField(
            label=gettext_lazy("What changes, and why?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
        )
        self._add_grades(rules_of(segment, body), body.get("papers", False))
        for line in body["indicators"]:
            self._add(line)

    def _add_grades(self, rules, papers):
        """How grades follow from points, who is a big customer, and whether papers come first (T8, T10-T12)."""
        add = self.fields
        for grade, bound in rules.bounds:
            label = _("%(grade)s: points and more") if grade == "C" else _("%(grade)s: more than … points")
            add[f"bound_{grade}"] = forms.DecimalField(
                label=label % {"grade": grade},
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                initial=f"{bound.normalize():f}",
            )
        add["big_amount"] = AmountField(
            label=gettext_lazy("Big customer: purchases last year (CNY), at least"),
            min_value=0,
            initial=rules.big_amount,
        )
        add["big_grades"] = forms.MultipleChoiceField(
            label=gettext_lazy("Big customer: with one of these grades"),
            choices=[(grade, grade) for grade in GRADES],
            initial=list(rules.big_grades),
            widget=forms.CheckboxSelectMultiple,
        )
        add["needs_credit"] = forms.BooleanField(
            label=gettext_lazy("AAA needs full marks in credit performance"), required=False, initial=rules.needs_credit
        )
        add["papers"] = forms.BooleanField(
            label=gettext_lazy("No grade before the licence and the representative's ID are in the file"),
            required=False,
            initial=papers,
            help_text=gettext_lazy("A director may approve grading without them, with a reason."),
        )

    def _add(self, line):
        key, add, words = line["key"], self.fields, raters()
        add[f"{key}_en"] = forms.CharField(label=gettext_lazy("Name in English"), max_length=60, initial=line["en"])
        add[f"{key}_zh"] = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=60, initial=line["zh"])
        add[f"{key}_full"] = forms.DecimalField(
            label=gettext_lazy("Full marks"),
            min_value=0,
            max_value=100,
            max_digits=5,
            decimal_places=2,
            initial=line["full"],
        )
        options = [SALES, FINANCE] + ([COMPUTED] if line.get("measure") else [])
        add[f"{key}_rater"] = forms.ChoiceField(
            label=gettext_lazy("Rated by"), choices=[(r, words[r]) for r in options], initial=line["rater"]
        )
        for language, label in (
            ("en", gettext_lazy("Guidance in English")),
            ("zh", gettext_lazy("Guidance in Chinese")),
        ):
            add[f"{key}_guidance_{language}"] = forms.CharField(
                label=label,
                max_length=500,
                required=False,
                initial=line.get(f"guidance_{language}", ""),
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        rule = line.get("rule") or {}
        if rule.get("kind") == "steps":
            note = gettext_lazy("One line per step: value = points, for example 95 = 8 for “95 and above gives 8”.")
            add[f"{key}_steps"] = StepsField(label=gettext_lazy("Steps"), initial=rule["steps"], help_text=note)
        elif rule.get("kind") == "proportion":
            for name, label in (
                ("zero", gettext_lazy("No points at (%)")),
                ("most", gettext_lazy("Full marks at (%)")),
            ):
                add[f"{key}_{name}"] = forms.DecimalField(
                    label=label, initial=rule["zero" if name == "zero" else "full"], max_digits=12, decimal_places=2
                )

    def sections(self):
        """[(name, measure's unit, fields)] of the indicators, as the page shows them."""
        names = [f.name for f in self]
        return [
            (
                in_language(line["en"], line["zh"]),
                _unit(MEASURES.get(line.get("measure"), "")),
                [
                    self[name]
                    for name in names
                    if name.startswith(f"{line['key']}_") and name.removeprefix(f"{line['key']}_") in _PARTS
                ],
            )
            for line in self.body["indicators"]
        ]

    def head(self):
        return [self[name] for name in ("holds_from", "days", "remind", "note")]

    def grades(self):
        names = [f"bound_{grade}" for grade in GRADES]
        return [self[name] for name in (*names, "big_amount", "big_grades", "needs_credit", "papers")]

    def quarter(self):
        return Quarter.parse(self.cleaned_data["holds_from"])

    def revised(self):
        """The body as typed."""
        data, lines = self.cleaned_data, []
        for line in self.body["indicators"]:
            key = line["key"]
            new = {**line, "full": str(data[f"{key}_full"]), "rater": data[f"{key}_rater"]}
            for name in ("en", "zh", "guidance_en", "guidance_zh"):
                new[name] = data[f"{key}_{name}"]
            if f"{key}_steps" in data:
                new["rule"] = {"kind": "steps", "steps": data[f"{key}_steps"]}
            elif f"{key}_zero" in data:
                new["rule"] = {"kind": "proportion", "zero": str(data[f"{key}_zero"]), "full": str(data[f"{key}_most"])}
            lines.append(new)
        return {
            **self.body,
            "indicators": lines,
            "days": data["days"],
            "remind": data["remind"],
            "bounds": {grade: str(data[f"bound_{grade}"]) for grade in GRADES},
            "big_amount": str(data["big_amount"]),
            "big_grades": data["big_grades"],
            "needs_credit": data["needs_credit"],
            "papers": data["papers"],
        }


_PARTS = ("en", "zh", "full", "rater", "guidance_en", "guidance_zh", "steps", "zero", "most")
