"""What a browser would post from a page: the forms of a page with their fields as they stand there."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """A posting form: where it goes, and its fields as lists."""

    action: str
    fields: dict = field(default_factory=dict)

    def typed(self, **changes):
        """What is posted once these fields were filled in; None takes a field out (an unticked box)."""
        data = {**self.fields, **{name: [value] for name, value in changes.items()}}
        return {name: values for name, values in data.items() if values != [None]}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.form, self.select, self.area, self.option = [], None, None, None, None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self.form = PageForm(at.get("action") or "") if at.get("method", "").lower() == "post" else None
            if self.form:
                self.forms.append(self.form)
        if self.form is None:
            return
        name = at.get("name")
        if tag == "input" and name:
            kind = at.get("type", "text")
            if kind in ("file", "submit", "button") or (kind in ("checkbox", "radio") and "checked" not in at):
                return
            self.form.fields.setdefault(name, []).append(at.get("value", "on" if kind == "checkbox" else "") or "")
        elif tag == "select":
            self.select = (name, "multiple" in at, [])
        elif tag == "option" and self.select:
            self.select[2].append((at.get("value", ""), "selected" in at))
        elif tag == "textarea":
            self.area, self.form.fields[name] = name, [""]

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select:
            name, multiple, options = self.select
            chosen = [value for value, selected in options if selected]
            if name and self.form is not None and (chosen or options) and (chosen or not multiple):
                self.form.fields[name] = chosen or [options[0][0]]
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area and self.form is not None:
            self.form.fields[self.area] = [self.form.fields[self.area][0] + data]


def forms_of(answer):
    """All posting forms of a page."""
    reader = _Reader()
    reader.feed(answer.content.decode())
    for form in reader.forms:
        for name, values in form.fields.items():
            form.fields[name] = [value.removeprefix("\n") for value in values]
    return reader.forms


def form_of(answer, name):
    """The one form of the page that has this field."""
    found = [form for form in forms_of(answer) if name in form.fields]
    assert found, f"no form with {name}"
    return found[0]
