"""Pages of receptions (row M11)."""
