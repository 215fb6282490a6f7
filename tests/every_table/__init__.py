"""Of every table: who may take rows out of it (row Ne2)."""
