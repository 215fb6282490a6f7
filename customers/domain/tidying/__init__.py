"""The regular tidying of customer files (row Ne8)."""
