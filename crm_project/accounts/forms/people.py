"""Forms about people: they check the shape of what was typed; the verbs decide."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain import access
from crm_project.accounts.models import Department, Role, User
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import rows_of, set_queryset
from crm_project.lib.query_values import Several
from crm_project.lib.reach_fields import MailField, PhoneField

LEVELS = [(0, _("no approvals")), (1, _("manager")), (2, _("director")), (3, _("general manager"))]


class DepartmentField(forms.ModelChoiceField):
    """Open departments, indented as they hang in the tree."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Department"))
        super().__init__(Department.objects.filter(closed_at__isnull=True), **kwargs)

    def label_from_instance(self, department):
        return "\u2003" * (department.path.count("/") - 1) + department.name


class PersonField(forms.ModelChoiceField):
    """One of the active people, found by typing part of the name."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.Select(attrs={"data-select": "", "data-none": _("Nothing found")}))
        super().__init__(User.objects.active().select_related("department").order_by("sort_name", "pk"), **kwargs)

    def label_from_instance(self, person):
        return f"{person} · {person.department}" if person.department_id else str(person)


class _Placed(forms.Form):
    """Role, department and superior, as far as the admin who fills the form in manages people."""

    department = DepartmentField()
    role = forms.ModelChoiceField(
        Role.objects.all(), label=_("Role"), help_text=_("The role defines what the person may see and do.")
    )
    superior = PersonField(label=_("Superior"), required=False, empty_label=_("– nobody –"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        within = access.department_ids(by, "people.manage")
        if within is not None:
            set_queryset(self, "department", rows_of(self, "department").filter(pk__in=within))


class PersonForm(_Placed):
    """A new account."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("Letters, digits and @ . + - _; it stays the same for good."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    full_name = forms.CharField(label=_("Full name"), max_length=80)
    email = MailField(
        label=pgettext_lazy("address", "E-mail"), required=False, help_text=_("The invitation goes there too.")
    )
    mobile = PhoneField(label=_("Mobile"), max_length=30, required=False)
    second_factor = forms.BooleanField(label=_("Two-step sign-in required"), required=False)
    takes_customers = forms.BooleanField(label=_("Takes part in rotation"), required=False, initial=True)

    field_order = [
        "username",
        "full_name",
        "email",
        "mobile",
        "department",
        "role",
        "superior",
        "second_factor",
        "takes_customers",
    ]


class ChangeForm(EditForm, forms.Form):
    """Name and reachability of an account, and what is asked of it."""

    full_name = forms.CharField(label=_("Full name"), max_length=80)
    email = MailField(label=pgettext_lazy("address", "E-mail"), required=False)
    mobile = PhoneField(label=_("Mobile"), max_length=30, required=False)
    superior = PersonField(label=_("Superior"), required=False, empty_label=_("– nobody –"))
    second_factor = forms.BooleanField(label=_("Two-step sign-in required"), required=False)
    takes_customers = forms.BooleanField(label=_("Takes part in rotation"), required=False)


class SuccessorsForm(forms.Form):
    """Who takes over what the person holds; the field is there where somebody can be named."""

    successors = Several(
        queryset=User.objects.none(),
        label=_("Who takes over?"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-select": ""}),
    )

    def __init__(self, *args, successors=None, **kwargs):
        super().__init__(*args, **kwargs)
        if successors is None:
            del self.fields["successors"]
        else:
            set_queryset(
                self, "successors", successors, lambda p: f"{p} · {p.department}" if p.department_id else str(p)
            )


class MoveForm(EditForm, _Placed, SuccessorsForm):
    """Another position or department, and what becomes of the customers held so far."""

    unmoved = ("reason", "successors", "keep_reason")

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False, help_text=_("Recorded in the audit."))
    keep_reason = forms.CharField(
        label=_("Or: why the customers stay with this person"),
        max_length=200,
        required=False,
        help_text=_("Only within the department and if the new role can hold customers. The manager is notified."),
    )

    field_order = ["role", "department", "superior", "reason", "successors", "keep_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "successors" in self.fields:
            self.fields["successors"].help_text = _(
                "Needed when role or department changes. The handover is planned and shown; nothing is transferred before you confirm."
            )
        else:
            del self.fields["keep_reason"]


class CloseForm(SuccessorsForm):
    """Why an account is closed, and who takes over."""

    unmoved = ("reason",)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False, help_text=_("Recorded in the audit."))

    taker = PersonField(
        label=_("Who takes over what the person has borrowed?"), required=False, empty_label=_("Choose a person")
    )

    field_order = ["reason", "taker", "successors"]

    def __init__(self, *args, takers=None, **kwargs):
        super().__init__(*args, **kwargs)
        if takers is None:
            del self.fields["taker"]
        else:
            set_queryset(self, "taker", takers)
        if "successors" in self.fields:
            self.fields["successors"].help_text = _(
                "Customers are divided evenly, within the free slots of each person. If empty, the manager decides; "
                "work not tied to a customer goes to the manager at once."
            )
