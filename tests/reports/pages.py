"""What the stories of home pages are told with: the page as a person sees it, the rows of its list."""

from django.urls import reverse


def home(signed_in, person):
    """The home page as this person sees it."""
    response = signed_in(person).get(reverse("home"))
    assert response.status_code == 200
    return response.content.decode()


def queue(signed_in, person):
    """The rows of the list of what to do, in their order."""
    response = signed_in(person).get(reverse("home"))
    return [row for _heading, rows in response.context["queue"] for row in rows]


def side(signed_in, person):
    """What the page asks for once it stands."""
    return signed_in(person).get(reverse("reports:side"))
