"""A register of companies outside, asked by the credit code: its proposals are taken over one by one; it never stops the form."""

import json
import os
import threading

import pytest

from crm_project.lib.refused import Refused
from customers.domain import registry
from customers.domain.registry import Company
from customers.domain.registry.file import FileRegistry
from tests.cast import customer

pytestmark = [pytest.mark.req("Ni3")]
CODE, OTHER = "91330100799655058B", "91350100M000100Y43"
FILE = "customers.domain.registry.file:FileRegistry"
READ = "/customers/read/registry/"


class Silent:
    """A register that never answers."""

    release = threading.Event()

    def __init__(self, source):
        pass

    def company(self, code):
        self.release.wait(20)


class Broken(Silent):
    def company(self, code):
        raise ConnectionError("no route")


@pytest.fixture
def listed(settings, tmp_path):
    """A file as a company keeps it."""
    path = tmp_path / "companies.csv"
    path.write_text(
        f"统一社会信用代码,企业名称,注册地址,法定代表人,注册资本\n{CODE},杭州阿里<b>网络,杭州市滨江区,王芳,500万\n",
        encoding="gb18030",
    )
    settings.REGISTRY, settings.REGISTRY_SOURCE = FILE, str(path)
    return path


def code_of(asked):
    with pytest.raises(Refused) as caught:
        registry.look_up(asked)
    return caught.value.code


def test_a_file_of_companies_is_read_in_either_form_and_anew_once_it_changed(tmp_path):
    path = tmp_path / "companies.json"
    path.write_text(json.dumps([{"credit_code": f" {CODE.lower()} ", "name": "First", "unknown": 1}]))
    register = FileRegistry(str(path))
    assert register.company(CODE) == Company(name="First") and register.company(OTHER) is None
    path.write_text(json.dumps([{"credit_code": CODE, "name": "Second name", "phone": None}]))
    os.utime(path, ns=(1, 1))
    assert register.company(CODE) == Company(name="Second name")
    path.write_text("{}")
    with pytest.raises(ValueError, match="no list"):
        register.company(CODE)


def test_each_refusal_has_its_sentence(listed, settings):
    assert registry.look_up(f" {CODE.lower()} ").legal_representative == "王芳"
    assert [code_of(text) for text in ("", "91330100799655058X", OTHER)] == ["tax_id", "tax_id", "unknown"]
    settings.REGISTRY = "tests.customers.test_registry:Broken"
    assert code_of(CODE) == "failed"
    settings.REGISTRY = "tests.customers.test_registry:Missing"
    assert code_of(CODE) == "failed"
    settings.REGISTRY = ""
    assert code_of(CODE) == "off"


def test_a_register_that_does_not_answer_is_waited_for_no_longer_than_it_is_given(settings):
    settings.REGISTRY, settings.REGISTRY_SECONDS = "tests.customers.test_registry:Silent", 0.05
    try:
        with pytest.raises(Refused) as caught:
            registry.look_up(CODE)
    finally:
        Silent.release.set()
    assert caught.value.code == "slow" and "0.05 seconds" in caught.value.sentence


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_the_form_offers_it_where_it_is_set_and_proposes_each_value_by_itself(cast, signed_in, listed, settings):
    client = signed_in(cast.rep)
    assert READ in client.get("/customers/new/").text
    assert READ in client.get(f"/customers/{customer(cast.rep).pk}/edit/").text
    page = client.post(READ, {"tax_id": CODE}).text
    assert 'data-use="id_legal_representative" data-value="王芳"' in page and "杭州阿里&lt;b&gt;网络" in page
    assert 'data-use="id_website"' not in page, "what it does not know it does not propose"
    assert "knows no company" in client.post(READ, {"tax_id": OTHER}).text
    settings.REGISTRY = ""
    assert READ not in client.get("/customers/new/").text
    assert signed_in(cast.auditor).post(READ, {"tax_id": CODE}).status_code == 403
