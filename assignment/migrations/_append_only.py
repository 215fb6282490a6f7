"""The ledger is read by years of explanations: no entry changes, none goes (as in the audit)."""

POSTGRES = """
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger of ownership is append-only';
END $$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON assignment_ownershipevent
  FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON assignment_ownershipevent
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
"""
SQLITE = [
    """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON assignment_ownershipevent
    BEGIN SELECT RAISE(ABORT, 'the ledger of ownership is append-only'); END""",
    """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON assignment_ownershipevent
    BEGIN SELECT RAISE(ABORT, 'the ledger of ownership is append-only'); END""",
]


def put_up(schema_editor):
    """Make the triggers on a table that has none."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES)
    else:
        for statement in SQLITE:
            schema_editor.execute(statement)
