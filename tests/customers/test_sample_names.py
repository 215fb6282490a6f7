"""The invented world of the demo company and the benchmarks."""

import random

import pytest

from crm_project.demo.sample_alterations import CHINESE_ALTERATIONS, LATIN_ALTERATIONS, altered
from crm_project.demo.sample_names import Samples
from customers.rules import names


def test_the_same_seed_makes_the_same_world():
    assert [Samples(3).company(n) for n in range(50)] == [Samples(3).company(n) for n in range(50)]
    assert list(Samples(3).names(50)) != list(Samples(4).names(50))


def test_a_name_does_not_depend_on_those_before_it():
    world = Samples(3)
    assert list(world.names(5, start=70_000)) == [world.name(n) for n in range(70_000, 70_005)]


def test_no_two_names_are_one_company():
    made = [names.key(name) for name in Samples(1).names(60_000)]
    assert len(set(made)) == len(made)


@pytest.mark.slow
def test_a_million_names_are_all_different():
    assert len(set(Samples(1).names(1_000_000))) == 1_000_000


def test_the_supply_has_an_end_and_says_so():
    with pytest.raises(ValueError, match="2000000"):
        Samples(1).name(2_000_000)


@pytest.mark.req("Nc1")
def test_the_names_look_like_full_names():
    asked = [name for name in Samples(2, english=0.2).names(3000) if names.questions(name)]
    assert asked == []


def test_about_as_many_are_english_as_was_asked_for():
    found = sum(not names.HAN.search(name) for name in Samples(1, english=0.3).names(2000))
    assert 500 < found < 700
    assert all(names.HAN.search(name) for name in Samples(1, english=0).names(500))


def test_a_company_has_an_address_in_its_region_and_numbers_to_call():
    world = Samples(1)
    for number in range(300):
        company = world.company(number)
        assert company.name == world.name(number)
        assert company.region in company.address
        assert company.phone and company.contact and company.trade
        assert company.email.endswith("@example.com")
        if not company.english:
            assert len(company.mobile) == 11 and company.mobile[:3] in {"145", "147", "149"}


def test_an_altered_name_is_another_text_of_the_same_company():
    world, dice = Samples(1), random.Random(1)
    for name in world.names(200):
        for how in CHINESE_ALTERATIONS if names.HAN.search(name) else LATIN_ALTERATIONS:
            assert altered(name, how, dice) != name
        assert names.key(altered(name, "width", dice)) == names.key(name)
