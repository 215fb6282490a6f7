"""Addresses of the home page's parts, the page itself being the root, of the search, of targets, and of Settings and help."""

from django.urls import path

from .views import favourites, figures, home, leaderboards, search, settings, targets, targets_setting

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
    path("targets/", targets.start, name="targets"),
    path("targets/<slug:unit>/", targets.page, name="target"),
    path("targets/<slug:unit>/set/", targets_setting.set_page, name="target_set"),
    path("targets/<slug:unit>/copy/", targets_setting.copy, name="target_copy"),
    path("targets/<slug:unit>/sheet/", targets.sheet, name="target_sheet"),
    path("home/targets/", targets.card, name="home_targets"),
    path("leaderboards/", leaderboards.first, name="leaderboards"),
    path("leaderboards/<int:pk>/", leaderboards.leaderboard, name="leaderboard"),
    path("leaderboards/<int:pk>/set/", leaderboards.set_leaderboard, name="leaderboard_set"),
    path("home/rhythm/", home.team_rhythm, name="team_rhythm"),
    path("home/system/", home.system_state, name="system_state"),
]
