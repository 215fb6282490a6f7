"""The keys of the requests about follow-ups: what the tables, notices and addresses hold. Declared in `activities/requests.py`."""

APPEAL = "appeal"
