"""Scorecards, the grades of every quarter, and key customers (rows T7-T17)."""
