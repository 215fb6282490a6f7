"""The keys of the requests about reports: what the tables, notices and addresses hold. Declared in `reports/requests.py`."""

TARGET_CHANGE = "target_change"
TRIP = "trip"
SCORE_APPEAL = "score_appeal"
