"""Forms about people: they check the shape of what was typed; the verbs decide."""

from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain import access, sign_in
from crm_project.accounts.models import Department, Role, User
from crm_project.lib.day_fields import NextDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import choice_field, rows_of, set_queryset
from crm_project.lib.query_values import Several

LEVELS = [(0, _("decides nothing")), (1, _("manager")), (2, _("director")), (3, _("general manager"))]


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
        Role.objects.all(), label=_("Role"), help_text=_("The role says what the person may see and do.")
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
    email = forms.EmailField(
        label=pgettext_lazy("address", "E-mail"), required=False, help_text=_("The invitation goes there too.")
    )
    mobile = forms.CharField(label=_("Mobile"), max_length=30, required=False)
    second_factor = forms.BooleanField(label=_("Must sign in with a second factor"), required=False)
    takes_customers = forms.BooleanField(
        label=_("Takes part when customers are passed on by rotation"), required=False, initial=True
    )

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
    email = forms.EmailField(label=pgettext_lazy("address", "E-mail"), required=False)
    mobile = forms.CharField(label=_("Mobile"), max_length=30, required=False)
    superior = PersonField(label=_("Superior"), required=False, empty_label=_("– nobody –"))
    second_factor = forms.BooleanField(label=_("Must sign in with a second factor"), required=False)
    takes_customers = forms.BooleanField(label=_("Takes part when customers are passed on by rotation"), required=False)


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
        help_text=_("Only within the department, where the new role can hold customers. The manager is told."),
    )

    field_order = ["role", "department", "superior", "reason", "successors", "keep_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "successors" in self.fields:
            self.fields["successors"].help_text = _(
                "Needed when role or department changes. The handover is planned and shown; nothing moves before you say so."
            )
        else:
            del self.fields["keep_reason"]


class CloseForm(SuccessorsForm):
    """Why an account is closed, and who takes over."""

    unmoved = ("reason",)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False, help_text=_("Recorded in the audit."))

    field_order = ["reason", "successors"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "successors" in self.fields:
            self.fields["successors"].help_text = _(
                "Several share evenly, each within the free slots. Left empty, the manager decides; what follows no customer "
                "goes to the manager at once."
            )


class ProfileForm(EditForm, forms.Form):
    """What everybody sets for herself."""

    unmoved = ("password",)

    full_name = forms.CharField(
        label=_("Full name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    mobile = forms.CharField(
        label=_("Mobile"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=pgettext_lazy("address", "E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Needed to change the e-mail address; the old address is told."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False, help_text=_("Of the pages and of the mails."))
    digest = forms.ChoiceField(
        label=_("News by mail"), choices=User.Digest, help_text=_("The bell always shows them at once.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "language").choices = [("", _("as the browser asks")), *settings.LANGUAGES]


class AwayForm(EditForm, forms.Form):
    """Days of absence and who decides meanwhile."""

    away_from = NextDay(
        label=_("First day away"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    away_until = NextDay(
        label=_("Last day away"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: until further notice."),
    )
    stand_in = PersonField(
        label=_("Stand-in"),
        required=False,
        empty_label=_("– nobody –"),
        help_text=_("Decides the requests that wait for you."),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "stand_in", rows_of(self, "stand_in").exclude(pk=person.pk))
        today = timezone.localdate().isoformat()
        self.fields["away_until"].widget.attrs["min"] = today


class DepartmentForm(EditForm, forms.Form):
    """Name and own words of a department."""

    name = forms.CharField(label=pgettext_lazy("department", "Name"), max_length=80)
    stage_potential = forms.CharField(label=_("Potential"), max_length=30, required=False)
    stage_intent = forms.CharField(label=_("Intent"), max_length=30, required=False)
    stage_official = forms.CharField(label=_("Official"), max_length=30, required=False)


class NewDepartmentForm(forms.Form):
    """A new department."""

    name = forms.CharField(label=pgettext_lazy("department", "Name"), max_length=80)
    parent = DepartmentField(label=_("Below"), required=False, empty_label=_("– at the top –"))


class DepartmentMoveForm(EditForm, forms.Form):
    """Where a department hangs."""

    parent = DepartmentField(label=_("Below"), required=False, empty_label=_("– at the top –"))

    def __init__(self, *args, department, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "parent", rows_of(self, "parent").exclude(path__startswith=department.path))


class RoleForm(EditForm, forms.Form):
    """Name and level of a role."""

    name = forms.CharField(label=pgettext_lazy("role", "Name"), max_length=60)
    level = forms.TypedChoiceField(
        label=_("Decides as"), choices=LEVELS, coerce=int, help_text=_("Requests climb from level to level.")
    )
    second_factor = forms.BooleanField(
        label=_("Everybody in this role must sign in with a second factor"), required=False
    )


class NewRoleForm(forms.Form):
    """A new role, begun as a copy."""

    name = forms.CharField(label=pgettext_lazy("role", "Name"), max_length=60)
    like = forms.ModelChoiceField(Role.objects.all(), label=_("With the rights of"))


class TrainingForm(forms.Form):
    """The promise below the training page."""

    understood = forms.BooleanField(
        label=_("I have read this and will work by it."),
        error_messages={"required": _("Tick the box once you have read the page.")},
    )


class InvitationForm(SetPasswordForm):
    """The first password, typed twice; the verb sets it."""


class AuthenticateForm(AllauthAuthenticateForm):
    """The second factor's six digits; a wrong code is a failed sign-in like a wrong password (row Nb6)."""

    def _emit_authentication_failed(self, authenticator):
        super()._emit_authentication_failed(authenticator)
        sign_in.failed(typed=self.user.username, at=timezone.now())
