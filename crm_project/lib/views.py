"""What views share: refusals in words, one clock per request."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from .refused import Refused


def saves_nothing(view):
    """Mark a view that judges or previews what is typed: it leaves the form's token for the saving. Innermost decorator."""
    view.saves_nothing = True
    return view


def saves_nothing_if(only_judges):
    """The same for a view that does so where `only_judges(request)`."""

    def mark(view):
        view.saves_nothing = only_judges
        return view

    return mark


def now():
    """The moment of this request, handed to verbs as `at`."""
    return timezone.now()


def posted(request):
    """What was posted, for a form that is bound by a POST and by nothing else, even an empty one."""
    return request.POST if request.method == "POST" else None


def back(request, default):
    """Redirect to the page that the form names in `next`, if it is ours, else to `default`."""
    target = request.POST.get("next", "")
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else default)


def attempt(request, verb, *, done="", **arguments):
    """Call a verb; a refusal becomes an error message. Returns what the verb returns, or None where it refused."""
    try:
        result = verb(**arguments)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return None
    if done:
        messages.success(request, done)
    return result if result is not None else True


def refusal_into(form, refusal):
    """Put a refusal where it belongs: at the field it names, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
