"""Receptions of customers at a level (row M11)."""
