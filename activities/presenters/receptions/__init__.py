"""Receptions as lists and pages show them (row M11)."""
