"""The parts of latin names at their edges: brackets, forms, branches, regions, trades (Nc1, Ni3)."""

import pytest

from customers.rules.names import split


@pytest.mark.req("Nc1")
@pytest.mark.parametrize(
    ("name", "expected", "core", "searched"),
    [
        # An article goes where a name stays.
        ("The Acme Tools Ltd", "/Acme/Tools/Ltd", "acme", "Acme Tools"),
        ("The Acme", "/Acme//", "acme", "Acme"),
        ("The Ltd", "/The//Ltd", "the", "The"),
        # Regions before and after, in brackets or not.
        (
            "Shanghai Hangzhou Acme Tools Trading China Ltd",
            "Shanghai Hangzhou/Acme/Tools Trading China/Ltd",
            "acme",
            "Shanghai Hangzhou Acme Tools Trading China",
        ),
        ("Acme Ltd, New York", "New York/Acme//Ltd,", "acme", "Acme New York"),
        ("Acme Ltd China", "China/Acme//Ltd", "acme", "Acme China"),
        ("Acme (New York) Tools Ltd", "New York/Acme/Tools/Ltd", "acme", "Acme Tools New York"),
        ("Acme (China) Ltd (Shanghai)", "China Shanghai/Acme//Ltd", "acme", "Acme China Shanghai"),
        ("Acme (East) Ltd", "/Acme East//Ltd", "acmeeast", "Acme East"),
        ("New York Acme Ltd", "/New York Acme//Ltd", "newyorkacme", "New York Acme"),
        ("Shanghai Electric Ltd", "Shanghai//Electric/Ltd", "shanghaielectric", "Shanghai Electric"),
        ("Shanghai China Ltd", "Shanghai/China//Ltd", "china", "Shanghai China"),
        ("Shanghai Ltd", "/Shanghai//Ltd", "shanghai", "Shanghai"),
        # Trades at the end; one word always stays.
        ("Tools Trading Ltd", "/Tools/Trading/Ltd", "tools", "Tools Trading"),
        ("Tools Ltd", "/Tools//Ltd", "tools", "Tools"),
        ("Acme Tools-Trading Ltd", "/Acme/Tools-Trading/Ltd", "acme", "Acme Tools-Trading"),
        # What stands in brackets in the middle or before everything belongs to the name.
        ("Acme (Blue) Tools Ltd", "/Acme Blue/Tools/Ltd", "acmeblue", "Acme Blue Tools"),
        ("(Blue) Acme Tools Ltd", "/Blue Acme/Tools/Ltd", "blueacme", "Blue Acme Tools"),
        ("(Blue)", "/Blue//", "blue", "Blue"),
        ("Acme (Tools", "/Acme/Tools/", "acme", "Acme Tools"),
        ("Acme Tools) Ltd", "/Acme/Tools/Ltd", "acme", "Acme Tools"),
        ("Acme (GmbH)", "/Acme//GmbH", "acme", "Acme"),
        ("Shanghai Electric Blue Ltd", "Shanghai/Electric Blue//Ltd", "electricblue", "Shanghai Electric Blue"),
        ("Acme Tools-Blue Ltd", "/Acme Tools-Blue//Ltd", "acmetoolsblue", "Acme Tools-Blue"),
        ("Acme Hotel", "/Acme Hotel//Hotel", "acmehotel", "Acme Hotel"),
        ("Acme (!! Blue) Tools Ltd", "/Acme Blue/Tools/Ltd", "acmeblue", "Acme Blue Tools"),
        ("Acme (Red) Tools", "/Acme Red/Tools/", "acmered", "Acme Red Tools"),
        # Legal forms: the last one, the longest, one before the name, an institution.
        ("Ltd", "/Ltd//", "ltd", "Ltd"),
        ("Co Ltd", "/Co//Ltd", "co", "Co"),
        ("Acme Co Ltd Ltd", "/Acme Co Ltd//Ltd", "acmecoltd", "Acme Co Ltd"),
        ("Acme Ltd Blue Ltd", "/Acme Ltd Blue//Ltd", "acmeltdblue", "Acme Ltd Blue"),
        ("Acme S. de R.L. de C.V.", "/Acme//S. de R.L. de C.V.", "acme", "Acme"),
        ("Acme GmbH & Co. KG", "/Acme//GmbH & Co. KG", "acme", "Acme"),
        ("PT Astra", "/Astra//PT", "astra", "Astra"),
        ("PT", "/PT//", "pt", "PT"),
        ("CV Acme Ltd", "/Acme//Ltd", "acme", "Acme"),
        ("PT Ltd", "/Ltd//PT", "ltd", "Ltd"),
        (
            "Oxford Tools University Press",
            "/Oxford Tools University Press//University",
            "oxfordtoolsuniversitypress",
            "Oxford Tools University Press",
        ),
        ("Hotel", "/Hotel//", "hotel", "Hotel"),
        ("Acme Tools", "/Acme/Tools/", "acme", "Acme Tools"),
        # Too short a brand tells less than the whole.
        ("A Ltd", "/A//Ltd", "altd", "A"),
        ("A Tools Ltd", "/A/Tools/Ltd", "atools", "A Tools"),
        ("Acme & Sons - & Ltd", "/Acme & Sons &//Ltd", "acmeandsonsand", "Acme & Sons &"),
    ],
)
def test_a_latin_name_falls_into_its_parts(name, expected, core, searched):
    found = split(name)
    assert ("/".join(found[:4]), found.core, found.text) == (expected, core, searched)
    assert (found.branch, found.extra, found.short_text) == ("", (), "")


@pytest.mark.req("Ni3")
@pytest.mark.parametrize(
    ("name", "branch", "searched"),
    [
        ("Acme Ltd Shanghai Branch", "Shanghai Branch", "Acme Shanghai Branch"),
        ("Acme Ltd Branch.", "Branch.", "Acme Branch."),
        ("Acme Ltd (Shanghai Branch) Berlin Office", "Shanghai Branch", "Acme Shanghai Branch"),
        ("Acme Ltd (Berlin Office)", "Berlin Office", "Acme Berlin Office"),
    ],
)
def test_a_branch_of_a_latin_name_stands_after_it_or_in_brackets(name, branch, searched):
    found = split(name)
    assert (found.brand, found.legal_form, found.branch, found.text) == ("Acme", "Ltd", branch, searched)
    assert found.extra == () and found.region == ""


@pytest.mark.req("Ni3")
@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("Acme Tools Ltd (Blue)", ("Blue",)),
        ("Acme (call John) Tools Ltd", ("call John",)),
        ("Acme Tools Ltd ()(Blue)", ("Blue",)),
        ("Acme Tools Ltd Branch?", ("Branch?",)),
        ("Acme Tools Ltd Shanghai Tower", ("Shanghai Tower",)),
        ("Acme Tools Ltd (ask) (Blue)", ("ask", "Blue")),
        ("Acme Tools Ltd - important", ("important",)),
        ("Acme Tools Ltd, blue and green", ("blue and green",)),
        ("Acme Tools Ltd +1 212 555 0123", ("+1 212 555 0123",)),
        ("1) Acme Tools Ltd (Blue) - green", ("1)",)),
    ],
)
def test_what_does_not_belong_to_a_latin_name_is_set_apart(name, extra):
    found = split(name)
    if len(extra) > 1 or extra != ("1)",):
        assert found.extra == extra
        assert (found.brand, found.trade, found.legal_form.strip(",")) == ("Acme", "Tools", "Ltd")
    else:
        assert found.extra[0] == "1)"


def test_of_two_brackets_only_the_last_one_is_a_remark():
    found = split("Acme (Red) Tools Ltd (Blue)")
    assert (found.brand, found.trade, found.extra) == ("Acme Red", "Tools", ("Blue",))


def test_a_text_that_is_nothing_but_a_number_is_searched_by_it():
    assert split("13800138000")[4:] == ("13800138000", "", ("13800138000",), "13800138000", "")


def test_without_a_legal_form_the_last_bracket_is_a_remark_too():
    found = split("Acme Tools (Blue)")
    assert (found.brand, found.trade, found.legal_form, found.extra) == ("Acme", "Tools", "", ("Blue",))
