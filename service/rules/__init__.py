"""Pure rules: working minutes, targets, and what the clock says of an order. No Django, no clock, no database."""
