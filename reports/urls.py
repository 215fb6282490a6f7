"""Addresses of the home page's parts, the page itself being the root, of the search, and of Settings and help."""

from django.urls import path

from .views import favourites, figures, home, search, settings

app_name = "reports"
urlpatterns = [
    path("search/", search.results, name="search"),
    path("search/live/", search.live, name="search_live"),
    path("search/recent/", search.recent_menu, name="recent_menu"),
    path("favourites/", favourites.page, name="favourites"),
    path("favourites/menu/", favourites.menu, name="favourites_menu"),
    path("favourites/<slug:kind>/<int:pk>/", favourites.mark, name="favourite"),
    path("home/queue/", home.queue, name="queue"),
    path("home/side/", home.side, name="side"),
    path("figures/", figures.page, name="figures"),
    path("figures/<slug:key>/<int:pk>/", figures.figure, name="figure"),
    path("settings/", settings.settings, name="settings"),
    path("home/rhythm/", home.team_rhythm, name="team_rhythm"),
    path("home/system/", home.system_state, name="system_state"),
]
