"""Saved filters: tabs above a list, for oneself, a department or everybody; what they show is always the viewer's own."""

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from customers.domain import saved_filters
from customers.models import FilterTab, SavedFilter
from tests.cast import NOW, customer

pytestmark = pytest.mark.django_db

LIST = "/customers/"
SAVE = "/customers/filters/save/"
SAVED = "/customers/filters/saved/"


def labels(answer):
    """Names of the tabs, without those that come with the product."""
    return [one["label"] for one in answer.context["saved"]][len(saved_filters.PUBLISHED) :]


def keep(person, name, query="vip=on", share=""):
    return saved_filters.save_filter(by=person, at=NOW, name=name, query=query, share=share)


def names(answer):
    return {row["name"] for row in answer.context["listing"].rows}


@pytest.mark.req("Z17")
def test_a_manager_saves_conditions_as_a_tab_for_the_team_and_a_rep_sees_their_own_rows_there(cast, clock, signed_in):
    own, mates = customer(cast.rep, vip=True), customer(cast.mate, vip=True)
    client = signed_in(cast.manager)
    filled = {"do": "show", "row": "1.1.vip", "op1": "yes", "kept": "scope=all"}
    shown = client.get("/lists/customers/conditions/", filled).url
    form = client.get(client.get(shown).context["save_url"])
    sales = cast.departments["sales"]
    assert f'<option value="{sales.pk}">Sales and below</option>' in form.text and "Everybody" not in form.text
    posted = {"name": "VIPs", "share": str(sales.pk), "query": form.context["form"]["query"].value()}
    tab = client.post(SAVE, posted).url
    assert names(client.get(tab)) == {own.name, mates.name} and labels(client.get(tab)) == ["VIPs"]
    for person, rows in [(cast.rep, {own.name}), (cast.east_rep, set())]:
        page = signed_in(person).get(LIST)
        assert labels(page) == ["VIPs"]
        opened = client.get(page.context["saved"][-1]["url"])
        assert names(opened) == rows and opened.context["saved"][-1]["active"]
    assert labels(signed_in(cast.stranger).get(LIST)) == []
    assert Entry.objects.filter(action="filter.shared", actor=cast.manager).count() == 1


def test_a_filter_of_ones_own_is_kept_in_a_fixed_form_and_nobody_else_sees_or_deletes_it(cast, clock, signed_in):
    client = signed_in(cast.rep)
    answer = client.post(SAVE, {"name": " My VIPs ", "query": "vip=on&after=xyz&scope=mine"})
    row = SavedFilter.objects.get()
    assert answer.url == f"{LIST}?{row.query}" and row.query == "scope=mine&vip=on" and row.name == "My VIPs"
    assert labels(client.get(LIST)) == ["My VIPs"] and labels(signed_in(cast.mate).get(LIST)) == []
    refused = signed_in(cast.mate).post(f"/customers/filters/{row.pk}/delete/", follow=True)
    assert "You can delete only your own filters." in refused.text and SavedFilter.objects.exists()
    assert signed_in(cast.mate).get(reverse("customers:edit_filter", args=[row.pk])).status_code == 404
    signed_in(cast.rep).post(f"/customers/filters/{row.pk}/delete/")
    assert not SavedFilter.objects.exists()


def test_a_filter_without_a_name_or_without_content_is_refused_with_a_sentence(cast, clock, signed_in):
    client = signed_in(cast.rep)
    nameless = client.post(SAVE, {"name": "  ", "query": "vip=on"})
    assert nameless.status_code == 422
    empty = client.post(SAVE, {"name": "Nothing", "query": ""})
    assert "There is nothing to save" in empty.text


def test_whose_role_does_not_share_is_not_asked_and_refused_when_they_try(cast, clock, signed_in):
    client = signed_in(cast.rep)
    assert 'name="share"' not in client.get(f"{SAVE}?vip=on").text
    for share in ("everybody", str(cast.departments["sales"].pk)):
        with pytest.raises(saved_filters.Refused, match="Your role can't share"):
            keep(cast.rep, "VIP", share=share)
    with pytest.raises(saved_filters.Refused, match="Your role can't share"):
        keep(cast.manager, "VIP", share=str(cast.departments["direct"].pk))
    with pytest.raises(saved_filters.Refused, match="Your role can't share"):
        keep(cast.manager, "VIP", share="everybody")
    assert not SavedFilter.objects.exists()


def test_whose_role_reaches_all_shares_with_everybody(cast, clock, signed_in):
    keep(cast.general_manager, "All VIPs", share="everybody")
    assert all(labels(signed_in(who).get(LIST)) == ["All VIPs"] for who in (cast.rep, cast.stranger, cast.clerk))


def test_a_filter_is_renamed_and_shared_later_and_taken_back(cast, clock, signed_in):
    row, _other = keep(cast.manager, "VIP"), keep(cast.manager, "Taken", "stage=intent")
    client, url = signed_in(cast.manager), reverse("customers:edit_filter", args=[row.pk])
    taken = client.post(url, {"name": "Taken", "share": ""})
    assert taken.status_code == 422 and "You already have a filter with this name." in taken.text
    assert client.post(url, {"name": "Team VIPs", "share": str(cast.departments["east"].pk)}).url.startswith(SAVED)
    assert "shared with East and below" in client.get(SAVED).text
    assert labels(signed_in(cast.east_rep).get(LIST)) == ["Team VIPs"] and labels(signed_in(cast.rep).get(LIST)) == []
    signed_in(cast.manager).post(url, {"name": "Team VIPs", "share": ""})
    assert labels(signed_in(cast.east_rep).get(LIST)) == []
    assert list(Entry.objects.filter(action__startswith="filter.").values_list("action", flat=True).order_by("pk")) == [
        "filter.shared",
        "filter.dropped",
    ]


def test_the_order_of_tabs_is_each_persons_own(cast, clock, signed_in):
    first, second = (
        keep(cast.general_manager, "A", share="everybody"),
        keep(cast.general_manager, "B", share="everybody"),
    )
    mine = keep(cast.rep, "C")
    client = signed_in(cast.rep)
    client.post(reverse("customers:place_filter", args=[mine.pk, "up"]))
    client.post(reverse("customers:place_filter", args=[first.pk, "down"]))
    assert labels(client.get(LIST)) == ["C", "A", "B"]
    client.post(reverse("customers:place_filter", args=[second.pk, "down"]))
    assert labels(client.get(LIST)) == ["C", "A", "B"]
    assert labels(signed_in(cast.mate).get(LIST)) == ["A", "B"]


def test_a_filter_beyond_those_that_are_tabs_is_moved_among_them(cast, clock, signed_in, monkeypatch):
    monkeypatch.setitem(saved_filters.offered.__kwdefaults__, "most", 2)
    rows = [keep(cast.rep, name) for name in "ABC"]
    client = signed_in(cast.rep)
    assert labels(client.get(LIST)) == ["A", "B"]
    client.post(reverse("customers:place_filter", args=[rows[2].pk, "up"]))
    assert labels(client.get(LIST)) == ["A", "C"]


def test_a_shared_filter_is_hidden_by_whoever_does_not_want_it_and_comes_back(cast, clock, signed_in):
    row = keep(cast.general_manager, "A", share="everybody")
    client = signed_in(cast.rep)
    client.post(reverse("customers:place_filter", args=[row.pk, "hide"]))
    assert labels(client.get(LIST)) == [] and "hidden" in client.get(SAVED).text
    assert labels(signed_in(cast.mate).get(LIST)) == ["A"]
    signed_in(cast.rep).post(reverse("customers:place_filter", args=[row.pk, "show"]))
    assert labels(client.get(LIST)) == ["A"]


def test_what_is_not_shared_with_me_i_neither_move_nor_hide(cast, clock, signed_in):
    row = keep(cast.mate, "Theirs")
    answer = signed_in(cast.rep).post(reverse("customers:place_filter", args=[row.pk, "hide"]), follow=True)
    assert "not shared with you" in answer.text and not FilterTab.objects.exists()
    assert "Theirs" not in answer.text
    assert signed_in(cast.rep).post(reverse("customers:place_filter", args=[row.pk, "away"])).status_code == 404


def test_tabs_cost_the_list_one_query_however_many_there_are(cast, clock, signed_in, queries):
    customer(cast.rep)
    signed_in(cast.rep)
    before = queries(LIST)
    for n in range(20):
        keep(cast.general_manager, f"F{n}", share="everybody")
        keep(cast.rep, f"M{n}")
    assert queries(LIST) == before
    few = queries(SAVED)
    keep(cast.rep, "one more")
    assert queries(SAVED) == few
