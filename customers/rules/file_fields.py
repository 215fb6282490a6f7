"""The fields of the customer file by what they are, for the form that fills them in and the merge that takes them over."""

# Values of managed lists.
LISTS = ("type", "site", "trade", "category", "source")
# How the company ranks the customer.
RANKED = ("segment", "level", "value_rating")
# What is written down about it.
WRITTEN = (
    "address",
    "postal_code",
    "phone",
    "fax",
    "email",
    "website",
    "introduction",
    "needs",
    "profile",
    "tax_id",
    "legal_representative",
    "business_scope",
    "registered_capital",
    "cooperating_since",
    "producer",
    "varieties",
    "main_products",
    "downstream",
)
