"""The keys of the requests about a customer: what the tables, notices and addresses hold. Declared in `customers/requests.py`."""

INTENT = "intent"
FOLDER_LOAN = "folder_loan"
FOLDER_EXTENSION = "folder_extension"
