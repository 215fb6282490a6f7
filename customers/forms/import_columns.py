"""Which column each heading of a file is, and which headings the company adds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..importing.kinds import every_kind
from ..importing.mapping import missing, own_values


class ColumnsForm(forms.Form):
    """A choice for each heading of a file, and a value for all rows where a required column is missing."""

    def __init__(self, data=None, *, job, user):
        super().__init__(data)
        wanted, found = every_kind()[job.kind].headings, job.summary["found"]
        names, fixed = job.mapping["columns"], job.mapping["fixed"]
        choices: list[tuple[str, Any]] = [("", _("Leave out"))]
        choices += [(name, f"{column} ★" if column.required else str(column)) for name, column in wanted.items()]
        self._rows = []
        for index, heading in enumerate(found["headings"]):
            if not heading:
                continue
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=names[index] or "",
                widget=forms.Select(attrs={"class": "form-select form-select-sm", "aria-label": heading}),
            )
            self._rows.append((index, heading, found["samples"][index], names[index]))
        open_columns = missing(names, {}, wanted)
        suggested = own_values(open_columns, user) | fixed
        for column in wanted.values():
            if column in open_columns or column.name in fixed:
                self.fields[f"fixed-{column.name}"] = forms.CharField(
                    label=f"{column} ★",
                    required=False,
                    max_length=200,
                    initial=suggested.get(column.name, ""),
                    help_text=column.about or "",
                )

    def lines(self):
        """(heading, samples, its field, whether nobody knows it) of each."""
        return [(text, samples, self[f"column-{i}"], name is None) for i, text, samples, name in self._rows]

    def fixed_fields(self):
        """The fields of values for all rows."""
        return [self[name] for name in self.fields if name.startswith("fixed-")]

    def decided(self):
        """(column of each heading, {column: value of every row})."""
        columns = [""] * (max((index for index, *_rest in self._rows), default=-1) + 1)
        for index, *_rest in self._rows:
            columns[index] = self.cleaned_data[f"column-{index}"]
        fixed = {n.removeprefix("fixed-"): t for n, t in self.cleaned_data.items() if n.startswith("fixed-")}
        return columns, fixed


class HeadingForm(forms.Form):
    """A heading that files of the company use, and the column it stands for."""

    text = forms.CharField(label=_("Heading in the file"), max_length=80)
    target = forms.ChoiceField(label=_("Column"))

    def __init__(self, data=None, *, kind):
        super().__init__(data)
        self.fields["target"] = forms.ChoiceField(
            label=_("Column"), choices=[(column.name, str(column)) for column in every_kind()[kind].headings.values()]
        )
