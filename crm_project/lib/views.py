"""What views share: refusals in words, one clock per request."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.db.models.fields.files import FieldFile
from django.forms import BaseForm
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from .refused import Refused

View = TypeVar("View", bound=Callable[..., Any])


def saves_nothing(view: View) -> View:
    """Mark a view that judges or previews what is typed: it leaves the form's token for the saving. Innermost decorator."""
    cast(Any, view).saves_nothing = True
    return view


def saves_nothing_if(only_judges: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    """The same for a view that does so where `only_judges(request)`."""

    def mark(view: View) -> View:
        cast(Any, view).saves_nothing = only_judges
        return view

    return mark


def now() -> datetime:
    """The moment of this request, handed to verbs as `at`."""
    return timezone.now()


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, for a form that is bound by a POST and by nothing else, even an empty one."""
    return request.POST if request.method == "POST" else None


# The element into which drawer.js loads pages; htmx names it in the header HX-Target.
DRAWER = "drawer-body"


def in_drawer(request: HttpRequest) -> bool:
    """Whether the page is asked for by the drawer beside a list: only its content is wanted (templates/base.html)."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == DRAWER


def origin(request: HttpRequest) -> str:
    """The page of ours from which this one was opened, by `next` of the form or of the address; empty where there is none."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""


def back(request: HttpRequest, default: str) -> HttpResponseRedirect:
    """Redirect to the page that the form names in `next`, if it is ours, else to `default`."""
    return HttpResponseRedirect(origin(request) or default)


def attempt(request: HttpRequest, verb: Callable[..., Any], *, done: str = "", **arguments: Any) -> Any:
    """Call a verb; a refusal becomes an error message. Returns what the verb returns, or None where it refused."""
    try:
        result = verb(**arguments)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return None
    if done:
        messages.success(request, done)
    return result if result is not None else True


def refusal_into(form: BaseForm, refusal: Refused) -> None:
    """Put a refusal where it belongs: at the field it names, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


def attempt_form(form: BaseForm, verb: Callable[..., Any], **arguments: Any) -> Any:
    """Call a verb with what a form holds; a refusal goes into the form. Returns what the verb returns (True for None), or None where
    the form was not sent, is wrong, or the verb refused."""
    if not form.is_valid():
        return None
    try:
        result = verb(**arguments, **form.cleaned_data)
    except Refused as refusal:
        refusal_into(form, refusal)
        return None
    return result if result is not None else True


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """The answer with a PDF of ours: shown in the browser, kept by nobody in between."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """The answer with a workbook of ours: a download, kept by nobody in between."""
    answer = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def message_of(form: BaseForm) -> str:
    """The errors of a form in one line, for pages that have no room for it."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def say_unshown(request: HttpRequest, forms: Mapping[str, BaseForm], shown: Collection[str]) -> None:
    """Say by a message what was wrong with the forms (by name) that the page no longer shows: what they ask for is over by now."""
    for name, form in forms.items():
        if name not in shown and form.errors:
            messages.error(request, message_of(form))


def handed_out(stored: FieldFile, name: str) -> FileResponse:
    """A file that somebody uploaded as a download: always to be saved, never shown as a page of ours."""
    response = FileResponse(
        stored.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
