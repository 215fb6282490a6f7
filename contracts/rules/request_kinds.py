"""The keys of the requests about contracts and what they cost: what the tables, notices and addresses hold. Declared in `contracts/requests.py`."""

CONTRACT_FIGURE = "contract_figure"
EXPENSE = "expense"
OVERDUE = "overdue"
