"""Major matters with customers (row M8)."""
