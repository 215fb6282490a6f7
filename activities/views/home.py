"""The home page: the day's work."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render


@login_required
def home(request):
    """What is due, what will be lost next and why, slots used, what waits for my decision."""
    return render(request, "home.html")
