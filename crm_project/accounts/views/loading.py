"""Accounts are loaded through permission only: what they may not see is not there (row Nb3)."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain import authority
from crm_project.accounts.domain.access import visible_people


def seen(request, pk):
    """The account, if the role lets them see it; 404 otherwise."""
    people = visible_people(request.user).select_related("role", "department", "superior", "stand_in")
    return get_object_or_404(people, pk=pk)


def managed(request, pk):
    """The account, if they manage it; 404 if they may not see it, 403 if they may only see it."""
    person = seen(request, pk)
    if not authority.manages(request.user, person):
        raise PermissionDenied
    return person


def everywhere(view):
    """The view is for people who manage people of the whole company; others get 403."""

    @allowed("people.manage")
    @wraps(view)
    def inner(request, *args, **kwargs):
        if not authority.everywhere(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return inner
