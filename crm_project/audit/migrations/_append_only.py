"""The triggers of the audit: content never changes and rows never go; sealing may fill `seal` and `digest` once."""

POSTGRES = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'the audit is append-only'; END IF;
  IF OLD.seal IS NOT NULL OR (to_jsonb(NEW) - 'seal' - 'digest') <> (to_jsonb(OLD) - 'seal' - 'digest') THEN
    RAISE EXCEPTION 'the audit is append-only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_append_only();
"""
# On SQLite every deletion is one row at a time, which the other trigger refuses.
POSTGRES_TRUNCATE = """
CREATE FUNCTION audit_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_no_truncate();
"""
SQLITE = [
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_entry WHEN OLD.seal IS NOT NULL OR NEW.at IS NOT OLD.at
    OR NEW.actor_id IS NOT OLD.actor_id OR NEW.action IS NOT OLD.action OR NEW.subject_type IS NOT OLD.subject_type
    OR NEW.subject_id IS NOT OLD.subject_id OR NEW.subject_name IS NOT OLD.subject_name OR NEW.changes IS NOT OLD.changes
    OR NEW.reason IS NOT OLD.reason OR NEW.address IS NOT OLD.address OR NEW.customer_id IS NOT OLD.customer_id
    OR NEW.request_id IS NOT OLD.request_id OR NEW.id IS NOT OLD.id
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
]


def put_up(schema_editor):
    """Make the triggers on a table that has none."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES)
        schema_editor.execute(POSTGRES_TRUNCATE)
    else:
        for statement in SQLITE:
            schema_editor.execute(statement)
