"""The customer file as a form: entering (with the first contact) and changing (rows Nc1-Nc4, Ni3, Ni8, Ni9, Nf10)."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignment.domain.access import takers
from crm_project.accounts.domain.access import department_ids, may, open_departments
from crm_project.accounts.models import Department, User
from crm_project.lib.amount_fields import AmountField
from crm_project.lib.day_fields import LongPastDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import rows_of, set_queryset
from crm_project.lib.query_values import Several
from crm_project.lib.reach_fields import PhoneField, reach_fields
from customers.domain import required_fields
from customers.domain.access import visible
from customers.domain.tax_ids import tax_id_problem
from customers.models.choices import ListKind
from customers.rules import tax_id
from customers.rules.file_fields import LISTS, RANKED, WRITTEN

from ..models import Contact, Customer, ListItem
from .widgets import SearchedSelect

FIELDS = ("name", "kind", "parent", *LISTS, *RANKED, "vip", "restricted", *WRITTEN)


class CreditCodeField(forms.CharField):
    """A credit code as it is compared, however it was typed: spaces count for nothing."""

    def __init__(self, *, max_length: int | None = None, **kwargs):
        # How long it must be is told in words of its own.
        super().__init__(**kwargs)

    def to_python(self, value):
        return tax_id.plain(super().to_python(value) or "")


class FileForm(EditForm, forms.ModelForm):
    """All fields of the file. `name_confirmed` appears with the reasons where the name is in doubt."""

    name_confirmed = forms.BooleanField(label=gettext_lazy("This is the full name as on the licence"), required=False)
    regions = Several(
        ListItem.objects.none(),
        label=gettext_lazy("Regions of operation"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-select": ""}),
    )

    class Meta:
        model = Customer
        fields = FIELDS
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            "parent": SearchedSelect,
            "introduction": forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
            "needs": forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
            "business_scope": forms.Textarea(attrs={"rows": 2}),
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "tax_id": forms.TextInput(
                attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": "24", "class": "code"}
            ),
        }
        field_classes = {
            "tax_id": CreditCodeField,
            "cooperating_since": LongPastDay,
            "registered_capital": AmountField,
            **reach_fields(Customer),
        }

    def __init__(self, *args, user, at, closed=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        # Whoever may not read a field neither changes it nor takes away the mark that hides it (Nf15).
        for name in set(closed) & set(self.fields):
            del self.fields[name]
        for name in LISTS:
            chosen = getattr(self.instance, f"{name}_id")
            set_queryset(self, name, ListItem.objects.filter(Q(active=True) | Q(pk=chosen), kind=name))
        regions = Q(active=True)
        if self.instance.pk:
            regions |= Q(pk__in=self.instance.regions.values("pk"))
            self.fields["regions"].initial = list(self.instance.regions.values_list("pk", flat=True))
        set_queryset(self, "regions", ListItem.objects.filter(regions, kind=ListKind.REGION))
        rows = visible(user, at).filter(merged_into=None, removed_at=None).exclude(pk=self.instance.pk)
        set_queryset(self, "parent", rows)
        self.fields["parent"].help_text = _("Only for a branch: its name begins with the full name of the parent.")
        self.fields["needs"].help_text = _(
            "What the customer wants to buy or solve now; the date of the change is recorded."
        )
        self.fields["level"].help_text = _(
            "Together with the segment it determines the file number and the required fields."
        )
        if not may(user, "customer.classify"):
            del self.fields["restricted"]

    def clean_tax_id(self):
        code, stands = self.cleaned_data["tax_id"], self.instance.tax_id
        if code == tax_id.plain(stands):
            # What came in before it was checked stays until somebody knows better.
            return stands
        if problem := tax_id_problem(code):
            raise forms.ValidationError(problem, code="tax_id")
        return code

    def clean_registered_capital(self):
        capital = self.cleaned_data["registered_capital"]
        if capital is not None and capital < 0:
            raise forms.ValidationError(_("The registered capital can't be negative."))
        return capital

    def file(self):
        """The fields for the verb, as it wants them."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}

    def _post_clean(self):
        """The verb checks and writes; an instance changed by a refused form would show what was never saved."""


class CellForm(FileForm):
    """The fields of one column of the list, as the whole form has them."""

    def __init__(self, *args, only, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only):
            del self.fields[name]


class ContactFields(EditForm, forms.ModelForm):
    """One contact; the mobile or a phone makes them reachable."""

    class Meta:
        model = Contact
        fields = ("name", "title", "department", "mobile", "phone", "email", "im", "key", "note", "active")
        widgets = {
            "mobile": forms.TextInput(attrs={"inputmode": "tel"}),
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
        }
        field_classes = reach_fields(Contact)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["department"].help_text = _("The department name used by the customer.")
        self.fields["key"].help_text = _("Makes decisions there, alone or with others.")

    def _post_clean(self):
        """As above: the verb writes."""


class NewCustomerForm(FileForm):
    """A new file with its first contact; what the department asks for is required."""

    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Owner"),
        required=False,
        widget=forms.Select(attrs={"data-select": ""}),
        empty_label=gettext_lazy("None: into the public pool"),
    )
    department_of = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("Department"), required=False)
    contact_name = forms.CharField(label=gettext_lazy("Contact"), max_length=60, required=False)
    contact_title = forms.CharField(label=gettext_lazy("Position"), max_length=60, required=False)
    contact_department = forms.CharField(
        label=gettext_lazy("Department"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("The department name used by the customer."),
    )
    contact_mobile = PhoneField(
        label=gettext_lazy("Contact's mobile"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    contact_key = forms.BooleanField(label=gettext_lazy("Key contact: decision maker"), required=False)

    def __init__(self, *args, user, at, **kwargs):
        super().__init__(*args, user=user, at=at, **kwargs)
        self._choose_owner(user)
        self.department = user.department
        for name in required_fields.required_fields(user.department):
            self.fields[name].required = True
        # Required in the page's eyes; which department asks is known only once an owner is chosen.
        self._asked_at_first = [name for name in required_fields.ASKABLE if self.fields[name].required]

    def _choose_owner(self, user):
        """A rep enters for themselves; whoever enters for others chooses an owner, or a department and the pool."""
        ids = department_ids(user, "customer.create")
        if ids is not None and not ids:
            del self.fields["owner"], self.fields["department_of"]
            return
        people = takers(user, "customer.create")
        set_queryset(self, "owner", people, lambda person: f"{person} · {person.department}")
        set_queryset(self, "department_of", open_departments(user, "customer.create"))
        self.fields["department_of"].help_text = _("Needed only if the customer has no owner yet.")
        if user.department_id:
            self.fields["department_of"].initial = user.department_id

    def full_clean(self):
        """Ask for what the department of the chosen owner asks for."""
        if self.is_bound:
            department = self._department()
            if department is not None and department != self.department:
                self.department = department
                for name in self._asked_at_first:
                    self.fields[name].required = False
                for name in required_fields.required_fields(department):
                    self.fields[name].required = True
        super().full_clean()

    def _department(self):
        if "owner" not in self.fields:
            return self.user.department
        owner = self._chosen("owner")
        return owner.department if owner else self._chosen("department_of") or self.user.department

    def _chosen(self, name):
        value = self.data.get(self.add_prefix(name), "")
        return rows_of(self, name).filter(pk=value).first() if str(value).isdecimal() else None

    def contact(self):
        """The first contact for the verb, or None."""
        names = ("name", "title", "department", "mobile", "key")
        return (
            {name: self.cleaned_data[f"contact_{name}"] for name in names}
            if self.cleaned_data["contact_name"]
            else None
        )

    def holder(self):
        """Who will own the customer: the chosen person, or whoever enters it where they can hold customers."""
        if "owner" in self.fields:
            return self.cleaned_data["owner"]
        return self.user if may(self.user, "customer.claim") else None

    def clean(self):
        super().clean()
        fields = self.cleaned_data
        named = fields.get("contact_name")
        if not named and (fields.get("contact_mobile") or fields.get("contact_title")):
            self.add_error("contact_name", _("Enter the person's name."))
        return fields
