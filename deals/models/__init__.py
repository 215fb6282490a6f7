"""The tables of deals, the lowest first."""

from .deal import Deal, DealProduct, DealToken, Pipeline, Progress, Stage
from .plan import SalesPlan
from .product import CURRENCY, DiscountLimit, Price, PriceList, Product
from .quote import Quote, QuoteLine

__all__ = [
    "CURRENCY",
    "Deal",
    "DealProduct",
    "DealToken",
    "DiscountLimit",
    "Pipeline",
    "Price",
    "PriceList",
    "Product",
    "Progress",
    "Quote",
    "QuoteLine",
    "SalesPlan",
    "Stage",
]
