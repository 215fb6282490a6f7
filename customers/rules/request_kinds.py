"""The keys of the requests about a customer: what the tables, notices and addresses hold. Declared in `customers/requests.py`."""

INTENT = "intent"
