"""Which cards the home page shows, in which order and column: chosen by whoever looks at it (row Nc5)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_project.accounts.domain import layouts
from reports.presenters import home_cards


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request):
    """Kept as the form shows them, or set back to the standard; a card that the form does not name stays where it stands."""
    user = request.user
    found = home_cards.choices(user, home_cards.roles_of(user))
    if request.method == "POST":
        if request.POST.get("usual"):
            layouts.forget_layout(by=user, name=home_cards.PAGE)
        else:
            layouts.keep_places(by=user, name=home_cards.PAGE, places=_places(request.POST, dict(_keyed(found))))
        messages.success(request, _("Your home page is arranged."))
        return redirect("home")
    return render(request, "reports/home_cards.html", {"cards": found, "places": home_cards.PLACES.items()})


def _keyed(found):
    return [(card.key, place) for card, place in found]


def _places(posted, known):
    """{card: place}: in the order of the form, then the rest."""
    order = [key for key in dict.fromkeys(posted.getlist("cards")) if key in known]
    order += [key for key in known if key not in order]
    asked = {key: posted.get(f"place-{key}", "") for key in order}
    return {key: asked[key] if asked[key] in home_cards.PLACES else known[key] for key in order}
