"""Numbers and addresses as people type them: ＠ is @, and an e-mail address is no telephone number."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from crm_project.lib.reach_fields import MailField, PhoneField
from customers.models import Contact, Customer
from tests.cast import NOW, customer


@pytest.mark.parametrize(
    "typed", ["li@firm.cn", "li＠firm.cn", "ｌｉ＠ｆｉｒｍ．ｃｎ", " li@firm.cn ", "li@firm.cn\u200b"]
)
def test_an_address_is_read_whatever_width_it_has(typed):
    assert MailField().clean(typed) == "li@firm.cn"
    assert MailField(required=False).clean("") == ""


@pytest.mark.parametrize("typed", ["li", "@firm.cn", "＠li", "li@@firm.cn"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError):
        MailField().clean(typed)


@pytest.mark.parametrize("typed", ["li@firm.cn", "li＠firm.cn"])
def test_an_address_is_no_number(typed):
    with pytest.raises(ValidationError, match="looks like an e-mail address"):
        PhoneField().clean(typed)
    assert PhoneField().clean("０５７１－8888 转 3") == "０５７１－8888 转 3", "as it was typed"


@pytest.mark.django_db
def test_the_forms_of_customers_and_contacts_ask_it(cast, clock, signed_in):
    row = customer(cast.rep, since=NOW)
    client = signed_in(cast.rep)
    new = reverse("customers:contact_new", args=[row.pk])
    answer = client.post(new, {"name": "李", "email": "li＠firm.cn", "mobile": "li＠firm.cn", "active": "on"})
    assert answer.status_code == 422 and "looks like an e-mail address" in answer.text
    client.post(new, {"name": "李", "email": "li＠firm.cn", "mobile": "13805711234", "active": "on"})
    assert Contact.objects.get(customer=row, name="李").email == "li@firm.cn"
    edit = reverse("customers:edit", args=[row.pk])
    answer = client.post(edit, {"name": row.name, "phone": "li@firm.cn"})
    assert answer.status_code == 422 and not Customer.objects.get(pk=row.pk).phone
