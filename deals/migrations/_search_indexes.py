"""Quotes are found by how their number begins, and by its last part."""

from crm_project.lib.database.beginning import create_indexes, drop_indexes

INDEXES = {
    "quote_number_begin": "lower(number)",
    "quote_number_last": "regexp_replace(lower(number), '^.*[-/ _.]', '')",
}


def put_up(schema_editor):
    """Make the indexes where they are missing."""
    create_indexes(schema_editor.connection, "deals_quote", INDEXES)


def take_down(schema_editor):
    """Remove them."""
    drop_indexes(schema_editor.connection, INDEXES)
