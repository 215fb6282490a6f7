"""Bringing data in: people, customers, follow-ups and contracts from workbooks and CSV files (interfaces; docs/import.md)."""
