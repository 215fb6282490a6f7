"""Addresses of requests for rights."""

from django.urls import path

from .views import asking, reviewing

app_name = "rights"
urlpatterns = [
    path("", asking.mine, name="mine"),
    path("new/", asking.new, name="new"),
    path("all/", asking.everything, name="list"),
    path("<int:pk>/", asking.one, name="request"),
    path("reviews/", reviewing.listed, name="reviews"),
    path("reviews/begin/", reviewing.begin, name="reviews_begin"),
    path("reviews/<int:pk>/", reviewing.one, name="review"),
    path("reviews/people/<int:pk>/confirm/", reviewing.confirm, name="review_confirm"),
    path("reviews/people/<int:pk>/end/", reviewing.end, name="review_end"),
    path("proof/<int:pk>/", asking.proof, name="proof"),
]
