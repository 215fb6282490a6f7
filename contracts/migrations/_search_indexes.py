"""Numbers of contracts and payments are found by how they begin, and by their last part."""

from crm_project.lib.database.beginning import create_indexes, drop_indexes

INDEXES = {
    ("contracts_contract", "contract_number_begin"): "lower(number)",
    ("contracts_contract", "contract_number_last"): "regexp_replace(lower(number), '^.*[-/ _.]', '')",
    ("contracts_payment", "payment_reference_begin"): "lower(reference)",
    ("contracts_payment", "payment_reference_last"): "regexp_replace(lower(reference), '^.*[-/ _.]', '')",
}


def put_up(schema_editor):
    """Make the indexes where they are missing."""
    for (table, name), expression in INDEXES.items():
        create_indexes(schema_editor.connection, table, {name: expression})


def take_down(schema_editor):
    """Remove them."""
    drop_indexes(schema_editor.connection, [name for _table, name in INDEXES])
