"""The keys of the requests about credit grades: what the tables, notices and addresses hold. Declared in `contracts/ratings/requests.py`."""

KEY_CUSTOMER = "key_customer"
