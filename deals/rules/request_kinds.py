"""The keys of the requests about deals and sales plans: what the tables, notices and addresses hold. Declared in `deals/requests.py`."""

DISCOUNT = "discount"
DEAL_FIGURE = "deal_figure"
SALES_PLAN = "sales_plan"
