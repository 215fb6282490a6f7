"""The key of the request for a change of settings, as it stands in the database."""

SETTINGS_CHANGE = "settings_change"
