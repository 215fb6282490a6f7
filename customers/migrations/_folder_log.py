"""The log of paper folders shows who had them for good: no entry changes, none goes (as in the audit)."""

POSTGRES = """
CREATE FUNCTION folder_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log of paper folders is append-only';
END $$;
CREATE TRIGGER folder_log_append_only BEFORE UPDATE OR DELETE ON customers_folderentry
  FOR EACH ROW EXECUTE FUNCTION folder_log_append_only();
CREATE TRIGGER folder_log_no_truncate BEFORE TRUNCATE ON customers_folderentry
  FOR EACH STATEMENT EXECUTE FUNCTION folder_log_append_only();
"""
SQLITE = """CREATE TRIGGER folder_log_no_{what} BEFORE {WHAT} ON customers_folderentry
    BEGIN SELECT RAISE(ABORT, 'the log of paper folders is append-only'); END"""


def put_up(schema_editor):
    """Make the triggers on a table that has none."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES)
        return
    for what in ("update", "delete"):
        schema_editor.execute(SQLITE.format(what=what, WHAT=what.upper()))


def take_down(schema_editor):
    """Without them."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER folder_log_no_truncate ON customers_folderentry")
        schema_editor.execute("DROP TRIGGER folder_log_append_only ON customers_folderentry")
        schema_editor.execute("DROP FUNCTION folder_log_append_only()")
        return
    for what in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER folder_log_no_{what}")
