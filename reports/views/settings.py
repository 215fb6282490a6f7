"""Settings and help: what a person sets for themselves, and the pages that they do not need every day."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_project.ui import navigation


@login_required
@require_safe
def settings(request):
    """The rest of the menu, with one's own settings and the help. Nothing here is a right: each page asks for its own."""
    own = [
        (_("Profile"), "accounts:profile", "person"),
        (_("Password"), "account_change_password", "key"),
        (_("Two-step sign-in"), "mfa_index", "shield-lock"),
        (_("Where you are signed in"), "usersessions_list", "laptop"),
        (_("Ask for a right"), "rights:mine", "person-check"),
    ]
    helped = [
        (_("Help"), "accounts:help", "question-circle"),
        (_("Training"), "accounts:training", "mortarboard"),
        (_("Report a problem"), "feedback:new", "chat-square-text"),
        (_("My reports"), "feedback:mine", "chat-square-dots"),
    ]
    sections = [
        {"label": _("Your settings"), "items": _items(own)},
        {"label": _("Help"), "items": _items(helped)},
        *(
            {"label": group["label"] or _("Further pages"), "items": group["items"]}
            for group in navigation.further_groups(request.user)
        ),
    ]
    return render(request, "reports/settings.html", {"sections": sections})


def _items(pages):
    return [{"label": label, "url": reverse(name), "icon": icon} for label, name, icon in pages]
