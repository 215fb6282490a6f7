"""What the stories of home pages are told with: the page as a person sees it, the reason it gives."""

from django.urls import reverse

from customers.models import Ownership
from reports.presenters import home_rep
from tests.cast import NOW


def home(signed_in, person):
    """The home page as this person sees it."""
    response = signed_in(person).get(reverse("home"))
    assert response.status_code == 200
    return response.content.decode()


def reason_of(file):
    """Why the home page says that the file is lost next."""
    return home_rep.losses(Ownership.objects.filter(pk=file.pk), NOW)[0]["why"]
