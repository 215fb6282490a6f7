"""Addresses of deals, quotes, products, plans."""

from django.urls import path

from .views import analysis, board, detail, entry, listing, pipelines, plans, products, quote_writing, quotes, verbs

app_name = "deals"
urlpatterns = [
    path("", board.board, name="board"),
    path("list/", listing.deal_list, name="list"),
    path("list/filter/", listing.filter_panel, name="filter"),
    path("new/", entry.new, name="new"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/edit/", entry.edit, name="edit"),
    path("<int:pk>/progress/", verbs.progress, name="progress"),
    path("<int:pk>/move/", verbs.move, name="move"),
    path("<int:pk>/close/", verbs.close, name="close"),
    path("<int:pk>/reopen/", verbs.reopen, name="reopen"),
    path("<int:pk>/correction/", verbs.correction, name="correction"),
    path("<int:pk>/quotes/new/", quote_writing.new, name="quote_new"),
    path("<int:pk>/quotes/preview/", quote_writing.preview, name="quote_preview"),
    path("<int:pk>/quotes/preview/pdf/", quote_writing.preview_pdf, name="quote_preview_pdf"),
    path("quotes/", quotes.quote_list, name="quotes"),
    path("quotes/<int:pk>/", quotes.quote, name="quote"),
    path("quotes/<int:pk>/pdf/", quotes.pdf, name="quote_pdf"),
    path("quotes/<int:pk>/edit/", quote_writing.edit, name="quote_edit"),
    path("quotes/<int:pk>/finish/", quotes.finish, name="quote_finish"),
    path("quotes/<int:pk>/mark/", quotes.mark, name="quote_mark"),
    path("products/", products.products, name="products"),
    path("products/new/", products.product, name="product_new"),
    path("products/<int:pk>/", products.product, name="product"),
    path("products/limits/", products.limits, name="limits"),
    path("products/prices/new/", products.price_list, name="price_list_new"),
    path("products/prices/<int:pk>/", products.price_list, name="price_list"),
    path("stages/", pipelines.pipeline_list, name="pipelines"),
    path("stages/<int:pk>/", pipelines.pipeline, name="pipeline"),
    path("stages/one/<int:pk>/switch/", pipelines.stage_switch, name="stage_switch"),
    path("stages/<int:pk>/new/", pipelines.stage_new, name="stage_new"),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/new/", plans.submit, name="plan_new"),
    path("analysis/", analysis.analysis, name="analysis"),
]
